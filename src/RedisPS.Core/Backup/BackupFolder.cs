using System.Globalization;
using System.Text.Json;
using RedisPS.Core.Files;

namespace RedisPS.Core.Backup;

/// <summary>
/// A folder of backups. A backup is there once its manifest is: the data is written under another name, forced to disk and renamed, and then
/// the manifest in the same way, so that nothing that looks like a backup is half of one.
/// </summary>
public sealed class BackupFolder
{
    internal const string ManifestExtension = ".json";
    internal const string PartialPrefix = DurableFile.PartialPrefix;

    /// <summary>Names a folder.</summary>
    /// <param name="path">The folder; it need not exist yet.</param>
    public BackupFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The backups in it, the newest first. Files without a manifest are none.</summary>
    /// <param name="unreadable">Told of manifests that cannot be read.</param>
    /// <returns>The backups.</returns>
    /// <exception cref="BackupException">There is no such folder.</exception>
    public IReadOnlyList<RedisBackup> List(Action<string>? unreadable = null)
    {
        if (!Directory.Exists(Path)) { throw new BackupException(BackupFailure.NotFound, $"There is no folder {Path}.", "Check -Path; Backup-Redis makes the folder it writes to."); }
        List<RedisBackup> found = [];
        foreach (string manifest in Directory.EnumerateFiles(Path, "*.rdb*" + ManifestExtension))
        {
            try
            {
                if (Load(manifest) is { } backup) { found.Add(backup); }
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException) { unreadable?.Invoke($"{manifest}: {e.Message}"); }
        }

        return [.. found.OrderByDescending(backup => backup.StartedAt)];
    }

    /// <summary>The backup that a path names: its data, its manifest, or an RDB of another origin.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The backup; of an RDB without a manifest only the path and the length are known.</returns>
    /// <exception cref="BackupException">There is no such file, or its manifest cannot be read.</exception>
    public static RedisBackup Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        string data = full.EndsWith(ManifestExtension, StringComparison.OrdinalIgnoreCase) ? full[..^ManifestExtension.Length] : full;
        if (!File.Exists(data)) { throw new BackupException(BackupFailure.NotFound, $"There is no file {data}.", "Get-RedisBackup lists the backups of a folder."); }
        try
        {
            if (File.Exists(data + ManifestExtension) && Load(data + ManifestExtension) is { } backup) { return backup; }
        }
        catch (JsonException e) { throw new BackupException(BackupFailure.Damaged, $"The manifest of {data} cannot be read: {e.Message}", "Move it away to treat the file as an RDB of unknown origin.", e); }
        FileInfo file = new(data);
        return new RedisBackup { Format = "", Name = file.Name, Path = data, Bytes = file.Length, StartedAt = file.LastWriteTimeUtc, FinishedAt = file.LastWriteTimeUtc, IsCompressed = BackupData.LooksCompressed(data) };
    }

    /// <summary>Removes a backup: the manifest first, so that what is left of a removal that fails is no backup.</summary>
    /// <param name="backup">The backup.</param>
    /// <exception cref="BackupException">A file cannot be removed.</exception>
    public static void Remove(RedisBackup backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        string folder = System.IO.Path.GetDirectoryName(backup.Path)!;
        try
        {
            File.Delete(backup.ManifestPath);
            File.Delete(backup.Path);
            foreach (string companion in backup.Companions.Values) { File.Delete(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(companion))); }
            if (backup.AppendOnlyFiles.Count > 0 && Directory.Exists(backup.AppendOnlyPath)) { Directory.Delete(backup.AppendOnlyPath, recursive: true); }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFailure.TargetNotWritable, $"{backup.Name} cannot be removed: {e.Message}", "Check the rights in the folder.", e);
        }
    }

    /// <summary>A name that tells where and when: server and time in UTC.</summary>
    internal static string NameOf(string server, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{HostOf(server)}-{at.UtcDateTime:yyyyMMdd-HHmmss}Z");

    /// <summary>A server as a part of a file's name.</summary>
    internal static string HostOf(string server) => string.Concat(server.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')).Trim('_', '.');

    /// <summary>Removes what killed runs left: files that were begun more than a day ago and that no process holds.</summary>
    internal void RemoveLeftovers(DateTimeOffset now)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(Path, DurableFile.PartialPrefix + "*"))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(entry) > now.UtcDateTime.AddDays(-1)) { continue; }
                if (Directory.Exists(entry)) { Directory.Delete(entry, recursive: true); }
                else
                {
                    using (File.Open(entry, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
                    File.Delete(entry);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or not ours: it does no harm.
            }
        }
    }

    internal void Prepare()
    {
        try { _ = Directory.CreateDirectory(Path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFailure.TargetNotWritable, $"The folder {Path} cannot be made: {e.Message}", "Choose another -Path, or give this user the right to write there.", e);
        }
    }

    internal void RequireSpace(long bytes, string what)
    {
        long free;
        try { free = new DriveInfo(Path).AvailableFreeSpace; }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException) { return; }
        if (free < bytes)
        {
            throw new BackupException(BackupFailure.NoSpace, $"{Path} has {ByteSize.Format(free)} free, and {what} needs about {ByteSize.Format(bytes)}.", "Make room, or choose another -Path.");
        }
    }

    /// <summary>Writes the manifest in one step and brings the folder's entries to disk.</summary>
    internal static void Save(RedisBackup backup)
    {
        try
        {
            using DurableFile file = new(backup.ManifestPath);
            JsonSerializer.Serialize(file.Stream, backup, BackupJson.Default.RedisBackup);
            file.Stream.Flush(flushToDisk: true);
            file.Keep(overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BackupData.WriteFailed(backup.ManifestPath, e);
        }
    }

    private static RedisBackup? Load(string manifest)
    {
        RedisBackup? backup = JsonSerializer.Deserialize(File.ReadAllBytes(manifest), BackupJson.Default.RedisBackup);
        string data = manifest[..^ManifestExtension.Length];
        return backup?.Format == RedisBackup.FormatName && File.Exists(data) ? backup.Complete() with { Path = data, Name = System.IO.Path.GetFileName(data) } : null;
    }
}

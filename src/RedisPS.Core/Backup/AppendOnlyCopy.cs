using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Files;
using RedisPS.Core.Configuration;
using RedisPS.Core.Persistence;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>
/// Copies a server's append-only file: the directory of Redis 7.0 and later, or the one file of earlier servers. Rewrites are paused meanwhile,
/// every file that the list names is opened before the first byte is copied, each is read through, and the list must be the same at the end.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="dataFolder">Its data as this machine sees it.</param>
/// <param name="backupFolder">Where the backup is made.</param>
/// <param name="timeout">How long to wait for a rewrite that is under way.</param>
/// <param name="warn">Told what must be known: that there is no such file, or what could not be put back.</param>
internal sealed class AppendOnlyCopy(RedisClient client, string dataFolder, string backupFolder, TimeSpan timeout, Action<string> warn) : IDisposable
{
    private const int BlockBytes = 256 << 10;

    private readonly string _partial = Path.Combine(backupFolder, DurableFile.PartialPrefix + Guid.NewGuid().ToString("N"));
    private readonly List<BackupFile> _files = [];
    private readonly List<string> _notes = [];
    private string _folder = "";
    private string? _list;
    private string _single = "";
    private bool _kept;

    /// <summary>What was copied.</summary>
    public IReadOnlyList<BackupFile> Files => _files;

    /// <summary>What should be known.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Finds the files, before the server is made to do anything. Null: the server has no append-only file.</summary>
    public async Task<long?> LocateAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> settings = await new ConfigStore(client).ReadAsync(["appendonly", "appenddirname", "appendfilename"], cancellationToken).ConfigureAwait(false);
        if (settings.GetValueOrDefault("appendonly") != "yes")
        {
            string missing = $"No append-only file: {client.Endpoint} has appendonly no.";
            _notes.Add(missing);
            warn(missing);
            return null;
        }

        // Turned on a moment ago, it says yes and is not there yet.
        await new AppendOnlyWait(client).RunAsync(timeout, cancellationToken).ConfigureAwait(false);
        string name = settings.GetValueOrDefault("appendfilename") ?? "appendonly.aof";
        (_folder, _list, _single) = settings.GetValueOrDefault("appenddirname") is { Length: > 0 } directory
            ? (Path.Combine(dataFolder, directory), name + ".manifest", "")
            : (dataFolder, null, name);
        string needed = Path.Combine(_folder, _list ?? _single);
        if (!File.Exists(needed)) { throw Failed($"There is no {needed} on this machine.", "Give the folder of the server's data with -ServerDataPath, or back up without -IncludeAppendOnly."); }
        return new DirectoryInfo(_folder).EnumerateFiles(_list is null ? _single : "*").Sum(file => file.Length);
    }

    /// <summary>Copies to a folder that has no name of its own yet.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using RewritePause pause = await RewritePause.BeginAsync(client, backupFolder, timeout, warn, cancellationToken).ConfigureAwait(false);
        try
        {
            OwnerOnly.CreateDirectory(_partial);
            await CopyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await pause.TryEndAsync(warn).ConfigureAwait(false);
            if (e is IOException or UnauthorizedAccessException) { throw Failed($"The append-only file cannot be copied: {e.Message}", "Check the rights in both folders.", e); }
            throw;
        }

        await pause.TryEndAsync(warn).ConfigureAwait(false);
    }

    /// <summary>Gives the folder its name.</summary>
    public void Keep(RedisBackup backup)
    {
        if (_files.Count == 0) { return; }
        try { Directory.Move(_partial, backup.AppendOnlyPath); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(backup.AppendOnlyPath, e); }
        _kept = true;
    }

    public void Dispose()
    {
        if (!_kept && Directory.Exists(_partial)) { Directory.Delete(_partial, recursive: true); }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        string? listPath = _list is null ? null : Path.Combine(_folder, _list);
        byte[] list = listPath is null ? [] : await File.ReadAllBytesAsync(listPath, cancellationToken).ConfigureAwait(false);
        AppendOnlyManifest? manifest = listPath is null ? null : AppendOnlyManifest.Parse(list, listPath);
        IReadOnlyList<string> names = manifest?.Names ?? [_single];

        // A file that is open can be removed by the server and is still there for us.
        List<FileStream> open = [];
        try
        {
            foreach (string name in names) { open.Add(new FileStream(Path.Combine(_folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockBytes)); }
            for (int i = 0; i < names.Count; i++) { await CopyAsync(names[i], open[i], isLast: i == names.Count - 1, cancellationToken).ConfigureAwait(false); }
        }
        finally { open.ForEach(file => file.Dispose()); }

        if (listPath is null) { return; }
        byte[] after = await File.ReadAllBytesAsync(listPath, cancellationToken).ConfigureAwait(false);
        if (!list.AsSpan().SequenceEqual(after))
        {
            throw Failed($"The append-only file of {client.Endpoint} was rewritten while it was copied, though rewrites were paused.", "Try again when nobody starts rewrites by hand.");
        }

        byte[] text = Encoding.UTF8.GetBytes(manifest!.Text);
        await WriteAsync(_list!, new MemoryStream(text), text.Length, cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyAsync(string name, FileStream source, bool isLast, CancellationToken cancellationToken)
    {
        long length = source.Length;
        AppendOnlyScan scan;
        try { scan = await Task.Run(() => AppendOnlyScan.Read(source, length, cancellationToken), cancellationToken).ConfigureAwait(false); }
        catch (RdbFormatException e) when (e.IsUnknownFormat)
        {
            throw new BackupException(BackupFailure.UnknownFormat, $"{source.Name} cannot be checked: {e.Message}", "A newer RedisPS may read it. Until then back up without -IncludeAppendOnly.", e);
        }
        catch (RdbFormatException e) { throw Failed($"{source.Name} is damaged: {e.Message}", "redis-check-aof tells more; the RDB alone can be backed up without -IncludeAppendOnly.", e); }
        if (scan.Whole < length)
        {
            if (!isLast) { throw Failed($"{source.Name} ends in the middle of a command, and another file follows it.", "redis-check-aof tells more; the RDB alone can be backed up without -IncludeAppendOnly."); }
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} was being written to: its copy ends after the last whole command, at byte {scan.Whole:N0} of {length:N0}."));
        }

        source.Position = 0;
        await WriteAsync(name, source, scan.Whole, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(string name, Stream source, long bytes, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_partial, name);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        FileStream target;

        // For the eyes of its owner only, as the RDB: all values are in it.
        try { target = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }.ForOwnerOnly()); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(path, e); }
        await using (target.ConfigureAwait(false))
        {
            byte[] block = new byte[BlockBytes];
            for (long left = bytes; left > 0;)
            {
                int count = await source.ReadAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken).ConfigureAwait(false);
                if (count == 0) { throw Failed($"{name} became shorter while it was copied.", "Look at who else works in the server's folder."); }
                hash.AppendData(block, 0, count);
                try { await target.WriteAsync(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false); }
                catch (IOException e) { throw BackupData.WriteFailed(path, e); }
                left -= count;
            }

            try { target.Flush(flushToDisk: true); }
            catch (IOException e) { throw BackupData.WriteFailed(path, e); }
        }

        _files.Add(new BackupFile(name, bytes, FileHash.Text(hash.GetHashAndReset())));
    }

    private static BackupException Failed(string message, string remedy, Exception? inner = null) => new(BackupFailure.AppendOnlyFailed, message, remedy, inner);
}

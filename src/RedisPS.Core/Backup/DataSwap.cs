using System.Globalization;
using System.Runtime.InteropServices;
using RedisPS.Core.Files;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>
/// Exchanges the data in a server's directory, by renames within it: what was there goes into a folder of its own, what was prepared under
/// another name takes its place, and all of it can be turned back.
/// </summary>
internal sealed class DataSwap : IDisposable
{
    private const string PreparedPrefix = ".redisps-restore-";

    private readonly HostSystem _host;
    private readonly ServerData _data;
    private readonly string _prepared;
    private readonly string _preparedFolder;
    private readonly List<string> _moved = [];
    private readonly List<string> _placed = [];

    public DataSwap(HostSystem host, ServerData data)
    {
        _host = host;
        _data = data;
        _prepared = Path.Combine(data.Folder, PreparedPrefix + Guid.NewGuid().ToString("N"));
        _preparedFolder = _prepared + ".aof";
    }

    /// <summary>Where the old data is; null while there is none.</summary>
    public string? OldFolder { get; private set; }

    /// <summary>The prepared snapshot.</summary>
    public string Prepared => _prepared;

    /// <summary>Gives what was prepared to its owner, and makes append-only files of it where the server has such.</summary>
    public async Task PrepareAsync(FileOwner file, FileOwner folder, CancellationToken stop)
    {
        await file.GiveAsync(_host, _prepared, stop).ConfigureAwait(false);
        if (!_data.AppendOnly) { return; }

        // A server with an append-only file reads that and nothing else: an RDB can be its beginning.
        _ = Directory.CreateDirectory(_preparedFolder);
        string baseName = _data.AppendOnlyName + ".1.base.rdb";
        string basePath = Path.Combine(_preparedFolder, baseName);
        if (OperatingSystem.IsWindows() || Link(_prepared, basePath) != 0)
        {
            File.Copy(_prepared, basePath);
            await file.GiveAsync(_host, basePath, stop).ConfigureAwait(false);
        }

        string manifest = Path.Combine(_preparedFolder, _data.AppendOnlyName + ".manifest");
        string named = baseName.Contains(' ', StringComparison.Ordinal) ? $"\"{baseName}\"" : baseName;
        using (FileStream stream = new(manifest, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes($"file {named} seq 1 type b\n"));
            stream.Flush(flushToDisk: true);
        }

        await file.GiveAsync(_host, manifest, stop).ConfigureAwait(false);
        await folder.GiveAsync(_host, _preparedFolder, stop).ConfigureAwait(false);
        DurableFile.SyncDirectory(_preparedFolder);
    }

    /// <summary>Exchanges old and new. The server must not run.</summary>
    /// <exception cref="BackupException">A file cannot be moved; <see cref="TurnBack"/> undoes what was done.</exception>
    public async Task ExchangeAsync(FileOwner directory)
    {
        try
        {
            foreach (string path in new[] { _data.SnapshotPath, _data.AppendOnlyPath }.Where(Path.Exists))
            {
                if (OldFolder is null)
                {
                    OldFolder = FreeName();
                    _ = Directory.CreateDirectory(OldFolder);
                    await directory.GiveAsync(_host, OldFolder, CancellationToken.None).ConfigureAwait(false);
                }

                Move(path, Path.Combine(OldFolder, Path.GetFileName(path)));
                _moved.Add(path);
            }

            Place(_prepared, _data.SnapshotPath);
            if (_data.AppendOnly) { Place(_preparedFolder, _data.AppendOnlyPath); }
            DurableFile.SyncDirectory(_data.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BackupData.WriteFailed(_data.Folder, e);
        }

        if (_host.Find("restorecon") is not null)
        {
            _ = await _host.AskAsync(new HostCommand("restorecon", ["-R", .. _placed]), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The server turned out to have no append-only file: what was laid down for one goes, so that nobody starts with it one day.</summary>
    public void RemoveAppendOnly() => Delete(_data.AppendOnlyPath);

    /// <summary>Puts the old data back. The server must not run.</summary>
    public void TurnBack()
    {
        foreach (string path in _placed) { Delete(path); }
        _placed.Clear();
        foreach (string path in _moved) { Move(Path.Combine(OldFolder!, Path.GetFileName(path)), path); }
        _moved.Clear();
        if (OldFolder is not null) { Directory.Delete(OldFolder); }
        OldFolder = null;
        DurableFile.SyncDirectory(_data.Folder);
    }

    /// <summary>Removes the old data.</summary>
    public void ForgetOld()
    {
        if (OldFolder is not null) { Directory.Delete(OldFolder, recursive: true); }
        OldFolder = null;
        _moved.Clear();
    }

    /// <summary>Removes what was prepared and not used.</summary>
    public void Dispose()
    {
        Delete(_prepared);
        Delete(_preparedFolder);
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from)) { Directory.Move(from, to); }
        else { File.Move(from, to); }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path)) { Directory.Delete(path, recursive: true); }
        else { File.Delete(path); }
    }

    private void Place(string from, string to)
    {
        Move(from, to);
        _placed.Add(to);
    }

    private string FreeName()
    {
        string name = Path.Combine(_data.Folder, string.Create(CultureInfo.InvariantCulture, $"redisps-old-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}Z"));
        return Path.Exists(name) ? name + "-" + Guid.NewGuid().ToString("N")[..8] : name;
    }

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true, SetLastError = true)]
    private static extern int Link(string existing, string created);
}

using System.IO.Compression;
using RedisPS.Core.Files;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>
/// The file that a backup is written to: under a name of its own until it is whole. What goes in is hashed, compressed if wanted, and
/// read again by a second thread as the RDB that it has to be.
/// </summary>
internal sealed class BackupData : IDisposable
{
    private readonly string _final;
    private readonly DurableFile _file;
    private readonly HashingStream _hashed;
    private readonly Stream _top;
    private readonly BlockPipe? _pipe;
    private readonly Task<RdbTally>? _tally;

    public BackupData(string final, bool compress, bool verify)
    {
        _final = final;
        if (File.Exists(final)) { throw Exists(); }
        try { _file = new DurableFile(final, secret: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw WriteFailed(final, e); }
        _hashed = new HashingStream(_file.Stream);
        _top = compress ? new GZipStream(_hashed, CompressionLevel.Fastest, leaveOpen: true) : _hashed;
        if (!verify) { return; }
        _pipe = new BlockPipe();
        _tally = Task.Factory.StartNew(
            () =>
            {
                try { return RdbTally.Read(_pipe); }
                finally { _pipe.Complete(); }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Bytes of the RDB that were written so far.</summary>
    public long RdbBytes { get; private set; }

    /// <summary>The file's length.</summary>
    public long FileBytes => _hashed.Written;

    public static bool LooksCompressed(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
    }

    /// <summary>The RDB in a file, unpacked while it is read.</summary>
    public static Stream Open(string path)
    {
        try
        {
            bool compressed = LooksCompressed(path);
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
            return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFailure.NotFound, $"{path} cannot be read: {e.Message}", "Check the path and the rights.", e);
        }
    }

    public static BackupException WriteFailed(string path, Exception e)
    {
        bool full = DurableFile.IsDiskFull(e);
        return full
            ? new BackupException(BackupFailure.NoSpace, $"The disk is full: {path} cannot be written. Nothing is left of it, and earlier backups are untouched.", "Make room, or choose another -Path.", e)
            : new BackupException(BackupFailure.TargetNotWritable, $"{path} cannot be written: {e.Message}", "Check the folder and the rights.", e);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_pipe is not null && !await _pipe.SendAsync(bytes, cancellationToken).ConfigureAwait(false)) { _ = await TallyAsync().ConfigureAwait(false); }
        try { _top.Write(bytes.Span); }
        catch (IOException e) { throw WriteFailed(_final, e); }
        RdbBytes += bytes.Length;
    }

    /// <summary>Brings everything to disk and hears what the reader found; null when nothing was to be verified.</summary>
    public async Task<(RdbTally? Tally, string Sha256)> FinishAsync()
    {
        _pipe?.Complete();
        RdbTally? tally = _tally is null ? null : await TallyAsync().ConfigureAwait(false);
        if (tally is { HasTail: true }) { throw new BackupException(BackupFailure.Damaged, "More arrived than one RDB."); }
        try
        {
            if (_top != _hashed) { _top.Dispose(); }
            _file.Stream.Flush(flushToDisk: true);
        }
        catch (IOException e) { throw WriteFailed(_final, e); }
        return (tally, _hashed.Finish());
    }

    /// <summary>Gives the file its name; only if nobody took it meanwhile.</summary>
    public void Keep()
    {
        try { _file.Keep(overwrite: false); }
        catch (IOException) when (File.Exists(_final)) { throw Exists(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw WriteFailed(_final, e); }
    }

    public void Dispose()
    {
        _pipe?.Complete(new OperationCanceledException());
        _file.Dispose();
        _hashed.Dispose();
        _ = _tally?.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task<RdbTally> TallyAsync()
    {
        try { return await _tally!.ConfigureAwait(false); }
        catch (RdbFormatException e) when (e.IsUnknownFormat)
        {
            throw new BackupException(BackupFailure.UnknownFormat, $"{e.Problem}. Nothing of it is kept.", "A newer RedisPS may read it. Until then -NoVerify keeps what arrives without reading it, as the server's own tools do (redis-cli --rdb, valkey-cli --rdb).", e);
        }
        catch (RdbFormatException e) { throw new BackupException(BackupFailure.Damaged, $"What the server sent is no whole RDB: {e.Message} Nothing of it is kept.", "Try again; if it stays so, look at the server's log.", e); }
    }

    private BackupException Exists() =>
        new(BackupFailure.AlreadyExists, $"There is already a file {_final}, and a backup never replaces another.", "Choose another -Name, or remove the old one with Remove-RedisBackup.");
}

using RedisPS.Client;
using RedisPS.Core.Files;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>Writes what is about to be removed. A batch is on disk before <see cref="Commit"/> returns.</summary>
internal sealed class RecycleJournal : IDisposable
{
    private readonly DumpBuffer _buffer = new();
    private readonly FileStream _stream;
    private int _keys;

    public RecycleJournal(RecycleFolder folder, KeyFileHeader header)
    {
        Path = folder.Prepare(header.OperationId!.Value, header.CreatedAt);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        try
        {
            _stream = new FileStream(Path, options.ForOwnerOnly());
            _buffer.Header(header, DumpFormat.JournalFlag);
            Flush();
            DurableFile.SyncDirectory(folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw TransferException.NotWritten(Path, e); }
    }

    public string Path { get; }

    /// <summary>Adds a key to the batch.</summary>
    public void Add(int database, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        _buffer.Key(database, key.Span, expiresAt, payload);
        _keys++;
    }

    /// <summary>Brings the batch to disk: its keys may be removed now.</summary>
    public void Commit()
    {
        byte[] head = _buffer.Batch(_keys);
        _keys = 0;
        Write(() =>
        {
            _stream.Write(head);
            Flush();
        });

        // On disk, but in no folder: nobody would find it again.
        if (!File.Exists(Path)) { throw new TransferException(TransferFailure.NotWritable, $"{Path} was removed while keys were being kept in it. The keys of this batch stay.", "Run it again; Clear-RedisRecycleBin was run meanwhile, or the folder was moved."); }
    }

    /// <summary>Notes that nothing of the last batch was removed.</summary>
    public void Void() => Write(() =>
    {
        _buffer.Void();
        Flush();
    });

    /// <summary>Ends the journal.</summary>
    public void End() => Write(() =>
    {
        _buffer.End();
        Flush();
    });

    public void Dispose()
    {
        _stream.Dispose();
        _buffer.Dispose();
    }

    private void Write(Action write)
    {
        try { write(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw TransferException.NotWritten(Path, e); }
    }

    private void Flush()
    {
        _stream.Write(_buffer.Written);
        _stream.Flush(flushToDisk: true);
        _buffer.Clear();
    }
}

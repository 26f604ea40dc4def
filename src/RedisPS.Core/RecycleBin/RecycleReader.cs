using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>Reads the keys of a journal that were removed, as far as it is undamaged, and passes over those of batches that were not carried out.</summary>
internal sealed class RecycleReader : IKeyReader
{
    private readonly DumpReader _reader;
    private readonly RecycleIndex _index;
    private int _batch = -1;
    private int _left;
    private ulong _crc;

    public RecycleReader(string path)
    {
        _index = RecycleIndex.Read(path);
        _reader = new DumpReader(Open(path), Path.GetFileName(path));
    }

    public KeyFileHeader Header => _reader.Header;

    public ref readonly KeyRecord Current => ref _reader.Current;

    public bool Read()
    {
        while (true)
        {
            if (_left == 0)
            {
                if (_batch >= 0) { _reader.EndBatch(_crc); }
                while (_batch >= 0 && _index.IsVoid(_batch) && _reader.Peek() == DumpFormat.Void) { _reader.ReadVoid(); }
                if (_batch + 1 >= _index.Batches) { return false; }
                if (_reader.Peek() != DumpFormat.Batch) { throw _reader.Damaged("is not the batch that was there before"); }
                (_left, _, _crc) = _reader.ReadBatch();
                _batch++;
                continue;
            }

            _left--;
            _reader.ReadKey();
            if (!_index.IsVoid(_batch)) { return true; }
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Opens a journal, also one that is being written.</summary>
    internal static FileStream Open(string path)
    {
        try { return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferFailure.NotFound, $"{path} cannot be read: {e.Message}", "Check the path and the rights.", e);
        }
    }
}

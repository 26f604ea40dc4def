using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>
/// What a journal holds. Of one that was not finished, the last batch may be there in part: its keys were not yet removed, and it is left
/// out. Anything else that is not as it was written is damage: what stands before it is read, and nothing that follows.
/// </summary>
internal sealed class RecycleIndex
{
    private const string LastBatch = "That is in the batch that was written last; if the machine went down meanwhile, the keys of that batch were not removed.";

    private readonly HashSet<int> _void = [];
    private bool _inLastBatch;

    private RecycleIndex(KeyFileHeader header) => Header = header;

    public KeyFileHeader Header { get; }

    /// <summary>How many batches are whole.</summary>
    public int Batches { get; private set; }

    /// <summary>Keys of batches that were carried out.</summary>
    public long Keys { get; private set; }

    public SortedDictionary<string, long> Types { get; private set; } = new(StringComparer.Ordinal);

    public bool IsComplete { get; private set; }

    /// <summary>Why it cannot be read any further; null when it can to its end.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a batch was written and then not carried out.</summary>
    public bool IsVoid(int batch) => _void.Contains(batch);

    /// <summary>Reads a journal as far as it is as it was written.</summary>
    /// <exception cref="TransferException">It cannot be read at all, or not even its header is whole.</exception>
    public static RecycleIndex Read(string path)
    {
        using FileStream stream = RecycleReader.Open(path);
        using DumpReader reader = new(stream, Path.GetFileName(path));
        if (!reader.IsJournal) { throw new TransferException(TransferFailure.UnknownFormat, $"{path} is an export, no journal of the recycle bin.", "Import-RedisKey brings back what is in it."); }
        RecycleIndex index = new(reader.Header);
        try { index.Read(reader, stream); }
        catch (TransferException e) when (e.Failure == TransferFailure.Damaged) { index.Problem = index._inLastBatch ? $"{e.Message} {LastBatch}" : e.Message; }
        return index;
    }

    private void Read(DumpReader reader, FileStream stream)
    {
        Dictionary<string, long> last = [];
        while (true)
        {
            long left = stream.Length - reader.Position;
            switch (reader.Peek())
            {
                case null:
                    return;
                case DumpFormat.End:
                    if (left < DumpFormat.EndBytes) { return; }
                    reader.ReadEnd();
                    IsComplete = true;
                    return;
                case DumpFormat.Void:
                    if (left < DumpFormat.VoidBytes) { return; }
                    reader.ReadVoid();
                    Void(last);
                    break;
                case DumpFormat.Batch:
                    if (left < DumpFormat.BatchBytes) { return; }
                    last = [];
                    if (!Batch(reader, stream, last)) { return; }
                    Add(last);
                    break;
                default:
                    if (reader.OnlyZeros()) { return; }
                    throw reader.Damaged("is of an unknown kind");
            }
        }
    }

    private bool Batch(DumpReader reader, FileStream stream, Dictionary<string, long> types)
    {
        (int keys, long bytes, ulong crc) = reader.ReadBatch();
        long end = reader.Position + bytes;
        if (end > stream.Length) { return false; }
        _inLastBatch = end == stream.Length;
        try
        {
            for (int i = 0; i < keys; i++)
            {
                if (reader.Peek() != DumpFormat.Key) { throw reader.Damaged("is of an unknown kind"); }
                reader.ReadKey();
                types[reader.Current.Type] = types.GetValueOrDefault(reader.Current.Type) + 1;
            }

            if (reader.Position != end) { throw reader.Damaged("is not where its batch ends"); }
        }
        catch (TransferException) when (_inLastBatch && EndsInZeros(stream))
        {
            // The file had grown, and its bytes were not on disk when the machine went down.
            return false;
        }

        reader.EndBatch(crc);
        _inLastBatch = false;
        return true;
    }

    private static bool EndsInZeros(FileStream stream)
    {
        Span<byte> end = stackalloc byte[DumpFormat.CrcBytes];
        return RandomAccess.Read(stream.SafeFileHandle, end, stream.Length - end.Length) == end.Length && !end.ContainsAnyExcept((byte)0);
    }

    private void Add(Dictionary<string, long> types)
    {
        Batches++;
        foreach ((string type, long count) in types)
        {
            Types[type] = Types.GetValueOrDefault(type) + count;
            Keys += count;
        }
    }

    private void Void(Dictionary<string, long> types)
    {
        _ = _void.Add(Batches - 1);
        foreach ((string type, long count) in types)
        {
            if ((Types[type] -= count) == 0) { _ = Types.Remove(type); }
            Keys -= count;
        }

        types.Clear();
    }
}

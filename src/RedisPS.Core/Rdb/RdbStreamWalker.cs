using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>Walks over streams (t_stream.c): nodes of entries, then the groups with their consumers and what is pending.</summary>
internal sealed class RdbStreamWalker(RdbInput input)
{
    private const int IdBytes = 16;
    private const long Deleted = 1;
    private const long SameFields = 2;

    /// <summary>Walks over one stream and returns how many entries it has.</summary>
    public long Walk(RdbTypeCode code, IRdbValueSink? sink)
    {
        long nodes = input.Count("A stream");
        long found = 0;
        for (long i = 0; i < nodes; i++)
        {
            ReadOnlySpan<byte> id = input.Blob();
            if (id.Length != IdBytes) { throw new InvalidDataException("a stream's node has no id"); }
            ulong milliseconds = BinaryPrimitives.ReadUInt64BigEndian(id);
            ulong sequence = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
            found += Node(milliseconds, sequence, sink);
        }

        long length = input.Length();
        if (length != found) { throw new InvalidDataException($"a stream claims {length} entries and has {found}"); }
        Id(StreamPart.LastId, sink);
        if (code != RdbTypeCode.Stream)
        {
            Numbers(2);
            Id(StreamPart.MaxDeletedId, sink);
            Number(StreamPart.EntriesAdded, sink);
        }

        long groups = input.Count("A stream");
        for (long i = 0; i < groups; i++) { Group(code, sink); }
        if (code is RdbTypeCode.Stream4 or RdbTypeCode.Stream5) { Producers(sink); }
        return length;
    }

    private void Numbers(int count)
    {
        for (int i = 0; i < count; i++) { _ = input.Number(); }
    }

    // Two numbers, as the sixteen bytes that they are elsewhere.
    private void Id(StreamPart part, IRdbValueSink? sink)
    {
        Span<byte> id = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteUInt64BigEndian(id, (ulong)input.Number());
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], (ulong)input.Number());
        sink?.StreamFact(part, id.ToArray(), 0);
    }

    private void Number(StreamPart part, IRdbValueSink? sink)
    {
        long number = (long)input.Number();
        sink?.StreamFact(part, [], number);
    }

    private void Name(StreamPart part, IRdbValueSink? sink)
    {
        if (sink is null) { _ = input.SkipString(); }
        else { sink.StreamFact(part, input.String(), 0); }
    }

    // Name, last id, how many were read; what is pending for all; the consumers, each with what is pending for it.
    private void Group(RdbTypeCode code, IRdbValueSink? sink)
    {
        Name(StreamPart.Group, sink);
        Id(StreamPart.GroupLastId, sink);
        if (code != RdbTypeCode.Stream) { Number(StreamPart.EntriesRead, sink); }
        long pending = input.Count("A consumer group");
        for (long i = 0; i < pending; i++)
        {
            byte[]? id = sink is null ? null : input.Fixed(IdBytes).ToArray();
            if (id is null) { input.Skip(IdBytes); }
            long delivered = input.Int64();
            long times = (long)input.Number();
            if (id is null) { continue; }
            sink!.StreamFact(StreamPart.Pending, id, delivered);
            sink.StreamFact(StreamPart.Deliveries, [], times);
        }

        long consumers = input.Count("A consumer group");
        for (long i = 0; i < consumers; i++)
        {
            Name(StreamPart.Consumer, sink);
            _ = input.Int64();
            if (code >= RdbTypeCode.Stream3) { _ = input.Int64(); }
            long own = input.Count("A consumer");
            if (own > pending) { throw new InvalidDataException("a consumer has more pending entries than its group"); }
            for (long j = 0; j < own; j++)
            {
                if (sink is null) { input.Skip(IdBytes); }
                else { sink.StreamFact(StreamPart.Owned, input.Fixed(IdBytes).ToArray(), 0); }
            }
        }

        if (code == RdbTypeCode.Stream5) { HandedBack(pending, sink); }
    }

    // Entries that were handed back wait for the group and are nobody's.
    private void HandedBack(long pending, IRdbValueSink? sink)
    {
        long count = input.Count("A consumer group");
        if (count > pending) { throw new InvalidDataException("a consumer group has more entries that were handed back than are pending"); }
        for (long i = 0; i < count; i++)
        {
            if (sink is null) { input.Skip(IdBytes); }
            else { sink.StreamFact(StreamPart.HandedBack, input.Fixed(IdBytes).ToArray(), 0); }
        }
    }

    // For how long and how many are remembered; each producer with what it sent and which entry that became; how many there were.
    private void Producers(IRdbValueSink? sink)
    {
        Numbers(2);
        long producers = input.Count("A stream");
        for (long i = 0; i < producers; i++)
        {
            Name(StreamPart.Producer, sink);
            long sent = input.Count("A producer of a stream");
            for (long j = 0; j < sent; j++)
            {
                _ = input.SkipString();
                Numbers(2);
            }
        }

        Numbers(2);
    }

    // A node begins with how many entries live and are deleted, and the field names that most of them share.
    private long Node(ulong milliseconds, ulong sequence, IRdbValueSink? sink)
    {
        ListpackReader items = new(input.Blob());
        long live = Number(ref items);
        long dead = Number(ref items);
        long shared = Number(ref items);
        List<byte[]> names = [];
        for (long i = 0; i < shared; i++)
        {
            PackedItem name = Item(ref items);
            if (sink is not null) { names.Add(name.ToArray()); }
        }

        if (Number(ref items) != 0) { throw new InvalidDataException("a stream's node has no end of its field names"); }
        long seenLive = 0;
        long seenDead = 0;
        while (items.Next(out PackedItem first))
        {
            long flags = first.AsInteger();
            ulong ms = milliseconds + (ulong)Number(ref items);
            ulong seq = sequence + (ulong)Number(ref items);
            bool same = (flags & SameFields) != 0;
            long fields = same ? shared : Number(ref items);
            bool wanted = sink is { WantsMore: true } && (flags & Deleted) == 0;
            List<KeyValuePair<byte[], byte[]>> pairs = [];
            for (long i = 0; i < fields; i++)
            {
                byte[]? name = null;
                if (!same)
                {
                    PackedItem own = Item(ref items);
                    if (wanted) { name = own.ToArray(); }
                }

                PackedItem value = Item(ref items);
                if (wanted) { pairs.Add(new(name ?? names[(int)i], value.ToArray())); }
            }

            _ = Number(ref items);
            if ((flags & Deleted) != 0) { seenDead++; }
            else
            {
                seenLive++;
                if (wanted) { sink!.Entry(ms, seq, pairs); }
            }
        }

        if (seenLive != live || seenDead != dead) { throw new InvalidDataException("a stream's node has another number of entries than it claims"); }
        return live;
    }

    private static PackedItem Item(ref ListpackReader items) =>
        items.Next(out PackedItem item) ? item : throw new InvalidDataException("a stream's node ends in the middle of an entry");

    private static long Number(ref ListpackReader items) => Item(ref items).AsInteger();
}

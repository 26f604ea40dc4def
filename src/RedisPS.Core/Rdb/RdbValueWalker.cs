using System.Globalization;

namespace RedisPS.Core.Rdb;

/// <summary>
/// Walks over values of every type and encoding, from the first byte to the last, and hands their parts to a sink if there is one.
/// The sizes inside small encodings are checked as well, so that a damaged value is found also in a file without a checksum.
/// </summary>
internal sealed class RdbValueWalker(RdbInput input)
{
    // Longer strings are no longer stored within their object (object.c, OBJ_ENCODING_EMBSTR_SIZE_LIMIT).
    private const int LongestEmbedded = 44;

    private readonly RdbStreamWalker _streams = new(input);
    private long _expiring;

    /// <summary>Whether there is such a kind of value.</summary>
    public static bool Knows(RdbTypeCode code) => code <= RdbTypeCode.Stream5 && (byte)code != 8;

    /// <summary>Walks over one value.</summary>
    public RdbValueFacts Walk(RdbTypeCode code, IRdbValueSink? sink)
    {
        long begin = input.Position;
        _expiring = 0;
        try
        {
            (string type, string encoding, long? length) = Value(code, sink);
            return new RdbValueFacts(type, encoding, length, input.Position - begin, _expiring);
        }
        catch (InvalidDataException e) { throw input.Damaged($"A value is damaged: {e.Message}", e); }
    }

    /// <summary>Walks over what a module wrote; its parts are marked, so that it can be left without knowing the module.</summary>
    public void Module()
    {
        while (true)
        {
            switch (input.Length())
            {
                case 0:
                    return;
                case 1 or 2:
                    _ = input.Length();
                    break;
                case 3:
                    _ = input.Fixed(4);
                    break;
                case 4:
                    _ = input.Fixed(8);
                    break;
                case 5:
                    _ = input.SkipString();
                    break;
                default:
                    throw input.Damaged("A module's data holds a part of unknown kind");
            }
        }
    }

    private (string Type, string Encoding, long? Length) Value(RdbTypeCode code, IRdbValueSink? sink) => code switch
    {
        RdbTypeCode.String => String(sink),
        RdbTypeCode.List => ("list", "linkedlist", Strings("A list", sink)),
        RdbTypeCode.ListZiplist => ("list", "ziplist", Ziplist(sink)),
        RdbTypeCode.ListQuicklist => ("list", "quicklist", Quicklist(sink)),
        RdbTypeCode.ListQuicklist2 => ("list", "quicklist", Quicklist2(sink)),
        RdbTypeCode.Set => ("set", "hashtable", Strings("A set", sink)),
        RdbTypeCode.SetIntset => ("set", "intset", Intset(sink)),
        RdbTypeCode.SetListpack => ("set", "listpack", Listpack(sink)),
        RdbTypeCode.SortedSet => ("zset", "skiplist", SortedSet(sink, binary: false)),
        RdbTypeCode.SortedSet2 => ("zset", "skiplist", SortedSet(sink, binary: true)),
        RdbTypeCode.SortedSetZiplist => ("zset", "ziplist", ZiplistPairs(sink, scores: true)),
        RdbTypeCode.SortedSetListpack => ("zset", "listpack", ListpackPairs(sink, scores: true)),
        RdbTypeCode.Hash => ("hash", "hashtable", Hash(sink)),
        RdbTypeCode.HashZipmap => ("hash", "zipmap", Zipmap(sink)),
        RdbTypeCode.HashZiplist => ("hash", "ziplist", ZiplistPairs(sink, scores: false)),
        RdbTypeCode.HashListpack => ("hash", "listpack", ListpackPairs(sink, scores: false)),
        RdbTypeCode.HashFieldExpiryPreRelease or RdbTypeCode.HashFieldExpiry => ("hash", "hashtable", ExpiringHash(sink, code == RdbTypeCode.HashFieldExpiry)),
        RdbTypeCode.HashListpackFieldExpiryPreRelease or RdbTypeCode.HashListpackFieldExpiry =>
            ("hash", "listpackex", ExpiringListpack(sink, code == RdbTypeCode.HashListpackFieldExpiry)),
        RdbTypeCode.Stream or RdbTypeCode.Stream2 or RdbTypeCode.Stream3 or RdbTypeCode.Stream4 or RdbTypeCode.Stream5 => ("stream", "stream", _streams.Walk(code, sink)),
        RdbTypeCode.Module => ModuleValue(),
        RdbTypeCode.ModulePreRelease => throw input.Unknown("A module's value of a release candidate of Redis 4.0 cannot be walked over"),
        _ => throw input.Damaged(string.Create(CultureInfo.InvariantCulture, $"A value is of the unknown kind {(byte)code}")),
    };

    private (string Type, string Encoding, long? Length) String(IRdbValueSink? sink)
    {
        long length;
        bool integer;
        if (sink is null) { length = input.SkipString(out integer); }
        else { sink.String(input.Beginning(sink.MostBytes, out length, out integer)); }
        return ("string", integer ? "int" : length <= LongestEmbedded ? "embstr" : "raw", length);
    }

    private (string Type, string Encoding, long? Length) ModuleValue()
    {
        string name = ModuleName.Of(input.Number());
        Module();
        return (name, "raw", null);
    }

    private long Strings(string what, IRdbValueSink? sink)
    {
        long count = input.Count(what);
        for (long i = 0; i < count; i++)
        {
            if (sink is { WantsMore: true }) { sink.Element(input.String()); }
            else { _ = input.SkipString(); }
        }

        return count;
    }

    private long Quicklist(IRdbValueSink? sink)
    {
        long nodes = input.Count("A list");
        long length = 0;
        for (long i = 0; i < nodes; i++) { length += Ziplist(sink); }
        return length;
    }

    private long Quicklist2(IRdbValueSink? sink)
    {
        const int Plain = 1;
        const int Packed = 2;
        long nodes = input.Count("A list");
        long length = 0;
        for (long i = 0; i < nodes; i++)
        {
            long container = input.Length();
            if (container == Packed) { length += Listpack(sink); }
            else if (container == Plain)
            {
                length++;
                if (sink is { WantsMore: true }) { sink.Element(input.String()); }
                else { _ = input.SkipString(); }
            }
            else { throw new InvalidDataException("a list holds a node of unknown kind"); }
        }

        return length;
    }

    private long Ziplist(IRdbValueSink? sink)
    {
        ZiplistReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem item))
        {
            count++;
            if (sink is { WantsMore: true }) { sink.Element(item.ToArray()); }
        }

        return count;
    }

    private long Listpack(IRdbValueSink? sink)
    {
        ListpackReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem item))
        {
            count++;
            if (sink is { WantsMore: true }) { sink.Element(item.ToArray()); }
        }

        return count;
    }

    private long Intset(IRdbValueSink? sink)
    {
        IntsetReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem item))
        {
            count++;
            if (sink is { WantsMore: true }) { sink.Element(item.ToArray()); }
        }

        return count;
    }

    private long Zipmap(IRdbValueSink? sink)
    {
        ZipmapReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value))
        {
            count++;
            if (sink is { WantsMore: true }) { sink.Field(field.ToArray(), value.ToArray()); }
        }

        return count;
    }

    private long ZiplistPairs(IRdbValueSink? sink, bool scores)
    {
        ZiplistReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem first))
        {
            if (!items.Next(out PackedItem second)) { throw new InvalidDataException("a pair has only one half"); }
            count++;
            Pair(sink, first, second, scores);
        }

        return count;
    }

    private long ListpackPairs(IRdbValueSink? sink, bool scores)
    {
        ListpackReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem first))
        {
            if (!items.Next(out PackedItem second)) { throw new InvalidDataException("a pair has only one half"); }
            count++;
            Pair(sink, first, second, scores);
        }

        return count;
    }

    private static void Pair(IRdbValueSink? sink, PackedItem first, PackedItem second, bool scores)
    {
        if (sink is null) { return; }
        if (scores) { sink.Member(first.ToArray(), second.AsScore()); }
        else if (sink.WantsMore) { sink.Field(first.ToArray(), second.ToArray()); }
    }

    private long SortedSet(IRdbValueSink? sink, bool binary)
    {
        long count = input.Count("A sorted set");
        for (long i = 0; i < count; i++)
        {
            byte[]? member = sink is null ? null : input.String();
            if (member is null) { _ = input.SkipString(); }
            double score = binary ? input.Double() : TextScore();
            if (double.IsNaN(score)) { throw new InvalidDataException("a score is not a number"); }
            if (member is not null) { sink!.Member(member, score); }
        }

        return count;
    }

    private double TextScore()
    {
        byte length = input.Byte();
        return length switch
        {
            255 => double.NegativeInfinity,
            254 => double.PositiveInfinity,
            253 => double.NaN,
            _ => new PackedItem(input.Fixed(length)).AsScore(),
        };
    }

    private long Hash(IRdbValueSink? sink)
    {
        long count = input.Count("A hash");
        for (long i = 0; i < count; i++) { HashField(sink); }
        return count;
    }

    // Before each field stands when it expires: 0 never, else relative to the first that does (an absolute time before the release).
    private long ExpiringHash(IRdbValueSink? sink, bool relative)
    {
        long first = relative ? input.Int64() : 1;
        long count = input.Count("A hash");
        for (long i = 0; i < count; i++)
        {
            long expires = (long)input.Number();
            if (expires != 0) { _expiring++; }
            HashField(sink, expires == 0 ? null : expires + first - 1);
        }

        return count;
    }

    private void HashField(IRdbValueSink? sink, long? expiresAt = null)
    {
        if (sink is { WantsMore: true })
        {
            byte[] name = input.String();
            if (expiresAt is { } at) { sink.ExpiringField(name, input.String(), at); }
            else { sink.Field(name, input.String()); }
            return;
        }

        _ = input.SkipString();
        _ = input.SkipString();
    }

    // Field, value, and when the field expires; 0 never.
    private long ExpiringListpack(IRdbValueSink? sink, bool relative)
    {
        if (relative) { _ = input.Int64(); }
        ListpackReader items = new(input.Blob());
        long count = 0;
        while (items.Next(out PackedItem name))
        {
            if (!items.Next(out PackedItem value) || !items.Next(out PackedItem expires)) { throw new InvalidDataException("a field is not complete"); }
            count++;
            long at = expires.AsInteger();
            if (at != 0) { _expiring++; }
            if (sink is not { WantsMore: true }) { continue; }
            if (at != 0) { sink.ExpiringField(name.ToArray(), value.ToArray(), at); }
            else { sink.Field(name.ToArray(), value.ToArray()); }
        }

        return count;
    }
}

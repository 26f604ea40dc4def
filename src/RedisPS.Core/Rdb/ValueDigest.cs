using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RedisPS.Core.Rdb;

/// <summary>
/// A value as a few bytes that do not depend on how it is stored: the same members, fields, elements or entries give the same digest,
/// whatever the encoding, and whatever the order in which a server keeps what has none.
/// </summary>
internal sealed class ValueDigest : IRdbValueSink, IDisposable
{
    private readonly bool _ordered;
    private readonly long _fieldsUntil;
    private readonly byte[] _sum = new byte[SHA256.HashSizeInBytes];
    private readonly IncrementalHash _sequence = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _fields;

    private ValueDigest(bool ordered, long fieldsUntil)
    {
        _ordered = ordered;
        _fieldsUntil = fieldsUntil;
    }

    public bool WantsMore => true;

    public long MostBytes => long.MaxValue;

    /// <summary>The digest of a payload of DUMP.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="fieldsUntil">Fields of a hash that expire up to this moment do not count; in milliseconds since 1970.</param>
    /// <returns>The type, and the digest; null where nothing of the value is left.</returns>
    /// <exception cref="RdbFormatException">The value is of an unknown kind.</exception>
    public static (string Type, byte[]? Digest) Of(byte[] payload, long fieldsUntil)
    {
        if (payload.Length <= RdbPayload.FooterBytes) { throw new RdbFormatException("A value is too short", 0); }
        RdbTypeCode code = (RdbTypeCode)payload[0];
        bool ordered = code is RdbTypeCode.List or RdbTypeCode.ListZiplist or RdbTypeCode.ListQuicklist or RdbTypeCode.ListQuicklist2;
        using ValueDigest digest = new(ordered, fieldsUntil);
        RdbInput input = new(new MemoryStream(payload, 1, payload.Length - 1 - RdbPayload.FooterBytes));
        RdbValueFacts facts = new RdbValueWalker(input).Walk(code, digest);

        // What a module wrote is known only as bytes.
        if (facts.Length is null) { return (facts.Type, SHA256.HashData(payload.AsSpan(0, payload.Length - RdbPayload.FooterBytes))); }
        if (facts.Type == "hash" && digest._fields == 0) { return (facts.Type, null); }
        digest._sequence.AppendData(digest._sum);
        return (facts.Type, digest._sequence.GetHashAndReset());
    }

    public void String(byte[] beginning) => Append(_sequence, beginning);

    public void Element(byte[] element)
    {
        if (_ordered) { Append(_sequence, element); }
        else { Add(element, []); }
    }

    public void Member(byte[] member, double score)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, score == 0 ? 0 : score);
        Add(member, bytes);
    }

    public void Field(byte[] name, byte[] value)
    {
        _fields++;
        Add(name, value);
    }

    public void ExpiringField(byte[] name, byte[] value, long expiresAt)
    {
        if (expiresAt <= _fieldsUntil) { return; }
        _fields++;
        byte[] more = new byte[value.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(more, expiresAt);
        value.CopyTo(more, 8);
        Add(name, more);
    }

    public void Entry(ulong milliseconds, ulong sequence, List<KeyValuePair<byte[], byte[]>> fields)
    {
        Append(_sequence, milliseconds, sequence);
        foreach ((byte[] name, byte[] value) in fields)
        {
            Append(_sequence, name);
            Append(_sequence, value);
        }
    }

    public void StreamFact(StreamPart part, byte[] bytes, long number)
    {
        // What a producer sent is forgotten after some time.
        if (part == StreamPart.Producer) { return; }
        Append(_sequence, (ulong)part, (ulong)number);
        Append(_sequence, bytes);
    }

    public void Dispose() => _sequence.Dispose();

    // Sums do not know an order. What is added is as long as a hash, so no two sets of parts give the same sum by accident.
    private void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, first);
        Append(hash, second);
        Span<byte> one = stackalloc byte[SHA256.HashSizeInBytes];
        _ = hash.GetHashAndReset(one);
        int carry = 0;
        for (int i = 0; i < one.Length; i++)
        {
            carry += _sum[i] + one[i];
            _sum[i] = (byte)carry;
            carry >>= 8;
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, ulong first, ulong second)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], second);
        hash.AppendData(bytes);
    }
}

namespace RedisPS.Client;

/// <summary>One reply that is not an aggregate, read in place: the bytes are valid until the reader is filled again.</summary>
public readonly ref struct RespScalar
{
    internal RespScalar(RespType type, long integer, ReadOnlySpan<byte> bytes)
    {
        Type = type;
        Integer = integer;
        Bytes = bytes;
    }

    /// <summary>The kind of reply.</summary>
    public RespType Type { get; }

    /// <summary>The number of an Integer, 1 or 0 of a Boolean; else 0.</summary>
    public long Integer { get; }

    /// <summary>The bytes of everything that is text on the wire (strings, errors, doubles, big numbers); empty for Null.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}

namespace RedisPS.Core.Rdb;

/// <summary>Takes the parts of a value as they are read. What it does not want is walked over without being made.</summary>
internal interface IRdbValueSink
{
    /// <summary>Whether another element is wanted.</summary>
    bool WantsMore { get; }

    /// <summary>At most so many bytes of a string are wanted.</summary>
    long MostBytes { get; }

    /// <summary>A string, or its beginning.</summary>
    void String(byte[] beginning);

    /// <summary>An element of a list or a set.</summary>
    void Element(byte[] element);

    /// <summary>A member of a sorted set.</summary>
    void Member(byte[] member, double score);

    /// <summary>A field of a hash.</summary>
    void Field(byte[] name, byte[] value);

    /// <summary>An entry of a stream.</summary>
    void Entry(ulong milliseconds, ulong sequence, List<KeyValuePair<byte[], byte[]>> fields);

    /// <summary>A field of a hash that expires by itself, at this time in milliseconds since 1970.</summary>
    void ExpiringField(byte[] name, byte[] value, long expiresAt) => Field(name, value);

    /// <summary>A fact about a stream beside its entries: its last id, and its groups with their consumers and what is pending.</summary>
    void StreamFact(StreamPart part, byte[] bytes, long number)
    {
    }
}

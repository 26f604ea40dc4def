namespace RedisPS.Core.Rdb;

/// <summary>When a hash goes because every field of it has expired: a server drops it then, though the key itself has no expiry.</summary>
internal sealed class FieldExpiry : IRdbValueSink
{
    private bool _lasts;
    private long _last = long.MinValue;

    private FieldExpiry()
    {
    }

    public bool WantsMore => !_lasts;

    public long MostBytes => 0;

    /// <summary>Whether a value of this kind can go with its fields.</summary>
    /// <param name="code">How it is written.</param>
    public static bool IsPossible(RdbTypeCode code) =>
        code is RdbTypeCode.HashFieldExpiry or RdbTypeCode.HashListpackFieldExpiry or RdbTypeCode.HashFieldExpiryPreRelease or RdbTypeCode.HashListpackFieldExpiryPreRelease;

    /// <summary>When the last of the fields expires.</summary>
    /// <param name="payload">The payload of DUMP.</param>
    /// <returns>Milliseconds since 1970; null where a field stays, or it is no such hash.</returns>
    /// <exception cref="RdbFormatException">The value is damaged.</exception>
    public static long? GoneAt(byte[] payload)
    {
        if (payload.Length <= RdbPayload.FooterBytes || !IsPossible((RdbTypeCode)payload[0])) { return null; }
        FieldExpiry sink = new();
        RdbInput input = new(new MemoryStream(payload, 1, payload.Length - 1 - RdbPayload.FooterBytes));
        _ = new RdbValueWalker(input).Walk((RdbTypeCode)payload[0], sink);
        return sink._lasts || sink._last == long.MinValue ? null : sink._last;
    }

    public void Field(byte[] name, byte[] value) => _lasts = true;

    public void ExpiringField(byte[] name, byte[] value, long expiresAt) => _last = Math.Max(_last, expiresAt);

    public void String(byte[] beginning) => _lasts = true;

    public void Element(byte[] element) => _lasts = true;

    public void Member(byte[] member, double score) => _lasts = true;

    public void Entry(ulong milliseconds, ulong sequence, List<KeyValuePair<byte[], byte[]>> fields) => _lasts = true;
}

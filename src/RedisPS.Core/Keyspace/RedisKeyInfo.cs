using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// A key and what was asked about it. What was not asked, or what the server would not tell, is null.
/// </summary>
public sealed class RedisKeyInfo
{
    // One object a key and millions of keys: plain numbers with a mark for "not known" are half the size of nullables.
    internal const long Unknown = long.MinValue;

    private readonly byte[] _key;
    private string? _text;

    internal RedisKeyInfo(RedisKey key, KeyOrigin origin)
    {
        // The key owns its array, so sharing it costs nothing.
        _key = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(key.Memory, out ArraySegment<byte> segment)
            && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : key.ToArray();
        Origin = origin;
    }

    /// <summary>The name as text; escaped where it is not printable UTF-8, so never make a key of it again: that is what KeyBytes is for.</summary>
    public string Key => _text ??= GetRedisKey().ToString();

    /// <summary>The exact name.</summary>
    public byte[] KeyBytes => _key;

    /// <summary>Whether the text of the name is an escaped form.</summary>
    public bool IsBinary => GetRedisKey().IsBinary;

    /// <summary>The database.</summary>
    public int Database => Origin.Database;

    /// <summary>The type as the server calls it: string, list, set, zset, hash, stream, or a module's name.</summary>
    public string? Type { get; internal set; }

    /// <summary>How long the key still lives; null: it does not expire, or was not asked (see <see cref="HasExpiry"/>).</summary>
    public TimeSpan? TimeToLive => PttlMilliseconds >= 0 ? TimeSpan.FromMilliseconds(PttlMilliseconds) : null;

    /// <summary>Whether the key expires; null when it was not asked.</summary>
    public bool? HasExpiry => PttlMilliseconds == Unknown ? null : PttlMilliseconds >= 0;

    /// <summary><see cref="TimeToLive"/> for people: <c>21m58s</c>, <c>no expiry</c>; null when it was not asked.</summary>
    public string? TimeToLiveText => HasExpiry is not { } expires ? null : expires ? DurationText.Short(TimeToLive!.Value) : "no expiry";

    /// <summary>When the key expires; null: never, or not asked.</summary>
    public DateTimeOffset? ExpiresAt => ExpiresAtMilliseconds is >= 0 and <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAtMilliseconds) : null;

    /// <summary>How many elements a collection has, how many bytes a string; null when not asked or the type has no length.</summary>
    public long? Length => LengthValue == Unknown ? null : LengthValue;

    /// <summary>What the key takes in the server's memory, in bytes, name and overhead included (MEMORY USAGE).</summary>
    public long? MemoryBytes => MemoryValue == Unknown ? null : MemoryValue;

    /// <summary><see cref="MemoryBytes"/> for people: "512 B", "1.20 GB".</summary>
    public string? MemoryText => MemoryBytes is { } bytes ? ByteSize.Format(bytes) : null;

    /// <summary>What the value takes in a backup, in bytes (as an RDB writes it); null for a key of a server.</summary>
    public long? SerializedBytes => SerializedValue == Unknown ? null : SerializedValue;

    /// <summary>How the server stores the value: int, embstr, listpack, ...</summary>
    public string? Encoding { get; internal set; }

    /// <summary>How long nobody has used the key, in whole seconds; null when not asked or under an LFU policy.</summary>
    public TimeSpan? IdleTime => IdleSeconds == Unknown ? null : TimeSpan.FromSeconds(IdleSeconds);

    /// <summary>The logarithmic access counter, 0 to 255; null when not asked or without an LFU policy.</summary>
    public long? Frequency => FrequencyValue < 0 ? null : FrequencyValue;

    /// <summary>The part of the name before the first colon; null without one.</summary>
    public string? Namespace
    {
        get
        {
            int colon = _key.AsSpan().IndexOf((byte)':');
            return colon <= 0 ? null : RedisKey.FromSpan(_key.AsSpan(0, colon)).ToString();
        }
    }

    /// <summary>The server, as host:port or path of its socket.</summary>
    public string Server => Origin.Server;

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName => Origin.ConnectionName;

    internal KeyOrigin Origin { get; }

    // PTTL as the server gave it: -1 no expiry, -2 gone.
    internal long PttlMilliseconds { get; set; } = Unknown;

    internal long ExpiresAtMilliseconds { get; set; } = Unknown;

    internal long LengthValue { get; set; } = Unknown;

    internal long MemoryValue { get; set; } = Unknown;

    internal long SerializedValue { get; set; } = Unknown;

    internal long IdleSeconds { get; set; } = Unknown;

    internal short FrequencyValue { get; set; } = -1;

    // TYPE none, PTTL -2, or a nil where only a missing key gives one: it expired or was removed since SCAN named it.
    internal bool IsGone { get; set; }

    internal bool HasError { get; set; }

    /// <summary>The name, for commands.</summary>
    /// <returns>The key.</returns>
    public RedisKey GetRedisKey() => new(_key);

    /// <summary>The name as text.</summary>
    /// <returns>Same as <see cref="Key"/>.</returns>
    public override string ToString() => Key;
}

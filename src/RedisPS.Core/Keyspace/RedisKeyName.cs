using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// The name of a key, and where the key is: what is piped on goes back there. Two are equal when their bytes are, wherever they come from.
/// </summary>
public sealed class RedisKeyName : IEquatable<RedisKeyName>, IComparable<RedisKeyName>, IComparable
{
    // One object a key and millions of keys: 8 bytes more than the name alone would take as an object.
    private readonly RedisKey _key;
    private readonly KeyOrigin _origin;

    /// <summary>Makes a name.</summary>
    /// <param name="key">The name itself.</param>
    /// <param name="origin">Where the key is; shared by all keys from there.</param>
    public RedisKeyName(RedisKey key, KeyOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        _key = key;
        _origin = origin;
    }

    /// <summary>The name as text; escaped where it is not printable UTF-8, so never make a key of it again: that is what KeyBytes is for.</summary>
    public string Key => _key.ToString();

    /// <summary>The exact name. The array is the key's own and must not be changed.</summary>
    public byte[] KeyBytes => MemoryMarshal.TryGetArray(_key.Memory, out ArraySegment<byte> bytes) && bytes.Array is { } whole && whole.Length == bytes.Count ? whole : _key.ToArray();

    /// <summary>Whether the text of the name is an escaped form.</summary>
    public bool IsBinary => _key.IsBinary;

    /// <summary>How many bytes the name has.</summary>
    public int Length => _key.Length;

    /// <summary>The database.</summary>
    public int Database => _origin.Database;

    /// <summary>The server, as host:port or path of its socket.</summary>
    public string Server => _origin.Server;

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName => _origin.ConnectionName;

    /// <summary>The name, for commands.</summary>
    /// <param name="name">The name with its origin.</param>
    public static implicit operator RedisKey(RedisKeyName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name._key;
    }

    /// <summary>Whether two names have the same bytes.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when they are equal.</returns>
    public static bool operator ==(RedisKeyName? left, RedisKeyName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two names differ in their bytes.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(RedisKeyName? left, RedisKeyName? right) => !(left == right);

    /// <summary>Whether the left name sorts before the right one.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when left is smaller.</returns>
    public static bool operator <(RedisKeyName? left, RedisKeyName? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Whether the left name sorts after the right one.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when left is greater.</returns>
    public static bool operator >(RedisKeyName? left, RedisKeyName? right) => right < left;

    /// <summary>Whether the left name sorts before the right one or equals it.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when left is not greater.</returns>
    public static bool operator <=(RedisKeyName? left, RedisKeyName? right) => !(right < left);

    /// <summary>Whether the left name sorts after the right one or equals it.</summary>
    /// <param name="left">One name.</param>
    /// <param name="right">The other name.</param>
    /// <returns>True when left is not smaller.</returns>
    public static bool operator >=(RedisKeyName? left, RedisKeyName? right) => !(left < right);

    /// <summary>Names of keys that are all in one place.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="origin">Where they are.</param>
    /// <returns>One name for each key.</returns>
    public static RedisKeyName[] All(IReadOnlyList<RedisKey> keys, KeyOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(keys);
        RedisKeyName[] names = new RedisKeyName[keys.Count];
        for (int i = 0; i < names.Length; i++) { names[i] = new RedisKeyName(keys[i], origin); }
        return names;
    }

    /// <summary>The name, for commands.</summary>
    /// <returns>The key.</returns>
    public RedisKey ToRedisKey() => _key;

    /// <inheritdoc/>
    public bool Equals(RedisKeyName? other) => other is not null && _key.Equals(other._key);

    /// <summary>Whether this is the same name; a string counts as its UTF-8 bytes.</summary>
    /// <param name="obj">A name, a key or a string.</param>
    /// <returns>True when the bytes are the same.</returns>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RedisKeyName name ? Equals(name) : _key.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <summary>Byte-wise order, as the server sorts members.</summary>
    /// <param name="other">The name to compare with.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(RedisKeyName? other) => other is null ? 1 : _key.CompareTo(other._key);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is RedisKeyName name ? CompareTo(name) : _key.CompareTo(obj);

    /// <summary>The name as text.</summary>
    /// <returns>Same as <see cref="Key"/>.</returns>
    public override string ToString() => Key;
}

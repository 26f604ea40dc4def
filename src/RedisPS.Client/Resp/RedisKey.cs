using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace RedisPS.Client;

/// <summary>The name of a key: bytes, not text. Two keys are equal when their bytes are.</summary>
public readonly struct RedisKey : IEquatable<RedisKey>, IComparable<RedisKey>, IComparable
{
    private static readonly ulong s_processSeed = unchecked((ulong)Random.Shared.NextInt64());

    private readonly byte[]? _bytes;

    /// <summary>Makes a key of these bytes. The array becomes the key's own and must not be changed afterwards.</summary>
    /// <param name="bytes">The bytes of the name.</param>
    public RedisKey(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        _bytes = bytes;
    }

    /// <summary>The bytes of the name.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The bytes of the name, for asynchronous use.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>How many bytes the name has.</summary>
    public int Length => _bytes is null ? 0 : _bytes.Length;

    /// <summary>True when the name cannot be shown as it is: it is not valid UTF-8, or holds control characters.</summary>
    public bool IsBinary => !TryGetText(out _);

    /// <summary>The name as text, the same as ToString: under this name other objects that have a key show it, too.</summary>
    public string Key => ToString();

    /// <summary>A copy of the bytes, under the name that other objects that have a key use, too.</summary>
    public byte[] KeyBytes => ToArray();

    /// <summary>Makes a key of a copy of these bytes.</summary>
    /// <param name="bytes">The bytes of the name.</param>
    /// <returns>The key.</returns>
    public static RedisKey FromSpan(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>Makes a key of a text, in UTF-8.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator RedisKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RedisKey(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whether two keys have the same bytes.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when they are equal.</returns>
    public static bool operator ==(RedisKey left, RedisKey right) => left.Equals(right);

    /// <summary>Whether two keys differ in their bytes.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when they differ.</returns>
    public static bool operator !=(RedisKey left, RedisKey right) => !left.Equals(right);

    /// <summary>Whether the left key sorts before the right one.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when left is smaller.</returns>
    public static bool operator <(RedisKey left, RedisKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left key sorts after the right one.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when left is greater.</returns>
    public static bool operator >(RedisKey left, RedisKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left key sorts before the right one or equals it.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when left is not greater.</returns>
    public static bool operator <=(RedisKey left, RedisKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left key sorts after the right one or equals it.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">The other key.</param>
    /// <returns>True when left is not smaller.</returns>
    public static bool operator >=(RedisKey left, RedisKey right) => left.CompareTo(right) >= 0;

    /// <summary>A copy of the bytes.</summary>
    /// <returns>A new array.</returns>
    public byte[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(RedisKey other) => Span.SequenceEqual(other.Span);

    /// <summary>Whether this is the same key; a string counts as its UTF-8 bytes.</summary>
    /// <param name="obj">A key or a string.</param>
    /// <returns>True when the bytes are the same.</returns>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj switch
    {
        RedisKey key => Equals(key),
        string text => Equals((RedisKey)text),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong hash = Hash64(s_processSeed);
        return unchecked((int)(hash ^ (hash >> 32)));
    }

    /// <summary>A well mixed 64-bit hash of the bytes: the same bytes and seed give the same hash in every process.</summary>
    /// <param name="seed">Selects one hash function of a family.</param>
    /// <returns>The hash.</returns>
    public ulong Hash64(ulong seed)
    {
        const ulong First = 0x9E3779B97F4A7C15;
        const ulong Second = 0xD6E8FEB86659FD93;
        ReadOnlySpan<byte> rest = Span;
        ulong hash = Mix(seed ^ First, (ulong)rest.Length ^ Second);
        while (rest.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest), First);
            rest = rest[8..];
        }

        ulong tail = 0;
        for (int i = rest.Length - 1; i >= 0; i--) { tail = (tail << 8) | rest[i]; }
        hash = Mix(hash ^ tail, Second);
        return Mix(hash ^ First, Second);
    }

    /// <summary>Byte-wise order, as the server sorts members.</summary>
    /// <param name="other">The key to compare with.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(RedisKey other) => Span.SequenceCompareTo(other.Span);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        RedisKey key => CompareTo(key),
        string text => CompareTo((RedisKey)text),
        _ => throw new ArgumentException("A RedisKey can be compared with a RedisKey or a string.", nameof(obj)),
    };

    /// <summary>The text itself when it is printable UTF-8, else with the escapes that redis-cli shows (\xff, \n, ...).</summary>
    /// <returns>A text for people; never turn it back into a key.</returns>
    public override string ToString() => TryGetText(out string? text) ? text : Escape(Span);

    /// <summary>The escaped form of bytes, as redis-cli shows them between quotes.</summary>
    internal static string Escape(ReadOnlySpan<byte> bytes)
    {
        StringBuilder builder = new(bytes.Length + 16);
        foreach (byte b in bytes)
        {
            _ = b switch
            {
                (byte)'\\' => builder.Append("\\\\"),
                (byte)'"' => builder.Append("\\\""),
                (byte)'\n' => builder.Append("\\n"),
                (byte)'\r' => builder.Append("\\r"),
                (byte)'\t' => builder.Append("\\t"),
                7 => builder.Append("\\a"),
                8 => builder.Append("\\b"),
                >= 32 and < 127 => builder.Append((char)b),
                _ => builder.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture)),
            };
        }

        return builder.ToString();
    }

    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private bool TryGetText([NotNullWhen(true)] out string? text)
    {
        ReadOnlySpan<byte> bytes = Span;
        text = null;
        if (bytes.IndexOfAnyExceptInRange((byte)32, (byte)126) < 0)
        {
            text = Encoding.ASCII.GetString(bytes);
            return true;
        }

        if (bytes.IndexOfAnyInRange((byte)0, (byte)31) >= 0 || bytes.Contains((byte)127) || !Utf8.IsValid(bytes)) { return false; }
        string candidate = Encoding.UTF8.GetString(bytes);

        // C1 controls are two valid UTF-8 bytes, and terminals obey them.
        if (candidate.AsSpan().IndexOfAnyInRange('\u0080', '\u009f') >= 0) { return false; }
        text = candidate;
        return true;
    }
}

using System.Diagnostics;

namespace RedisPS.Client;

/// <summary>A password that does not show itself: not in ToString, records, the debugger or serialised output.</summary>
[DebuggerDisplay("***")]
public sealed class RedisSecret : IEquatable<RedisSecret>
{
    private readonly char[] _chars;

    /// <summary>Keeps a copy of the characters.</summary>
    /// <param name="value">The secret.</param>
    public RedisSecret(ReadOnlySpan<char> value) => _chars = value.ToArray();

    /// <summary>Keeps the text.</summary>
    /// <param name="value">The secret.</param>
    public RedisSecret(string value)
        : this(value.AsSpan())
    {
    }

    /// <summary>Hands out the secret. Call it where it is needed, and keep nothing.</summary>
    /// <returns>The secret.</returns>
    public string Reveal() => new(_chars);

    /// <inheritdoc/>
    public bool Equals(RedisSecret? other) => other is not null && _chars.AsSpan().SequenceEqual(other._chars);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RedisSecret);

    /// <inheritdoc/>
    public override int GetHashCode() => _chars.Length;

    /// <summary>Three stars.</summary>
    /// <returns>"***".</returns>
    public override string ToString() => "***";
}

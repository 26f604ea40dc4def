using RedisPS.Client;

namespace RedisPS.Core.Values;

/// <summary>A value, or its beginning, with what is known about it.</summary>
public sealed class RedisValue
{
    internal RedisValue(RedisKey key) => KeyBytes = key.ToArray();

    /// <summary>The name as text; escaped where it is not printable UTF-8.</summary>
    public string Key => new RedisKey(KeyBytes).ToString();

    /// <summary>The exact name.</summary>
    public byte[] KeyBytes { get; }

    /// <summary>The type as the server calls it.</summary>
    public string Type { get; internal set; } = "";

    /// <summary>
    /// string: text, bytes, or what As asks for. list: elements. set: members. hash: a dictionary by exact field name. zset:
    /// SortedSetMember. stream: StreamEntry. vectorset: VectorSetElement. JSON: the document. Of types that cannot be read: null, see Hint.
    /// </summary>
    public object? Value { get; internal set; }

    /// <summary>How many elements a collection has, how many bytes a string; null when the type has no length.</summary>
    public long? Length { get; internal set; }

    /// <summary>Whether Value holds less than there is.</summary>
    public bool IsTruncated { get; internal set; }

    /// <summary>How long the key still lives; null: it does not expire.</summary>
    public TimeSpan? TimeToLive { get; internal set; }

    /// <summary><see cref="TimeToLive"/> for people.</summary>
    public string TimeToLiveText => TimeToLive is { } left ? DurationText.Short(left) : "no expiry";

    /// <summary><see cref="Value"/> as lines for people; never make a value of it again.</summary>
    public string Display => ValueDisplay.Of(this);

    /// <summary>What Value does not say: how to read a type that is not shown, or why something is missing; null when there is nothing to say.</summary>
    public string? Hint { get; internal set; }

    /// <summary>The server.</summary>
    public string Server { get; internal init; } = "";

    /// <summary>The database.</summary>
    public int Database { get; internal init; }

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName { get; internal init; }

    /// <summary>A short description.</summary>
    /// <returns>Key, type and length.</returns>
    public override string ToString() => Length is { } length ? $"{Key} ({Type}, {length})" : $"{Key} ({Type})";
}

using RedisPS.Client;

namespace RedisPS.Core.Values;

/// <summary>An entry of a stream.</summary>
/// <param name="Id">Its id, milliseconds-sequence.</param>
/// <param name="Fields">Its fields in their order; a stream may use a name twice.</param>
public sealed record StreamEntry(string Id, IReadOnlyList<KeyValuePair<string, object?>> Fields)
{
    /// <summary>The time in the id; null when the id holds no time of this world.</summary>
    public DateTimeOffset? Timestamp =>
        long.TryParse(Id.AsSpan(0, Math.Max(0, Id.IndexOf('-', StringComparison.Ordinal))), out long milliseconds) && milliseconds is >= 0 and <= 253402300799999
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>The fields for people, in one line. What a terminal would obey is escaped.</summary>
    public string FieldsText => PrintableText.Of(string.Join(' ', Fields.Select(pair => $"{pair.Key}={pair.Value}")));

    /// <summary>Id and fields.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Id} {FieldsText}";
}

namespace RedisPS.Core.Values;

/// <summary>How much of a value is read, and in which form.</summary>
public sealed record RedisValueOptions
{
    /// <summary>At most this many elements of a collection; zero or less: all of them.</summary>
    public int MaxItems { get; init; } = 20;

    /// <summary>At most this many bytes of a string (or of a JSON document's text); zero or less: all of them.</summary>
    public int MaxLength { get; init; } = 1000;

    /// <summary>The form of strings, also inside collections.</summary>
    public ValueFormat As { get; init; }

    /// <summary>The newest entries of a stream first, not the oldest.</summary>
    public bool Newest { get; init; }
}

namespace RedisPS.Runner.Menu;

/// <summary>What a screen shows at one moment.</summary>
internal sealed class Frame
{
    internal required string Status { get; init; }

    internal required string Title { get; init; }

    /// <summary>The lines that were run for it.</summary>
    internal IReadOnlyList<string> Ran { get; init; } = [];

    internal IReadOnlyList<BodyLine> Body { get; init; } = [];

    /// <summary>What came of the last action; stands below the body and is never scrolled away.</summary>
    internal IReadOnlyList<BodyLine> Messages { get; init; } = [];

    /// <summary>The keys at the foot.</summary>
    internal IReadOnlyList<KeyHint> Keys { get; init; } = [];

    /// <summary>What is asked at the foot, instead of the keys; the cursor stands behind it.</summary>
    internal string? Prompt { get; init; }

    /// <summary>The line of the body that must be seen; null where it begins at <see cref="First"/>.</summary>
    internal int? Focus { get; init; }

    /// <summary>The line of the body that is to be the first one seen.</summary>
    internal int First { get; init; }
}

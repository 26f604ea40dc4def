namespace RedisPS.Runner.Formatting;

/// <summary>What a Format- command was told; nothing when output is shown as it comes.</summary>
internal sealed class FormatRequest
{
    internal static readonly FormatRequest Default = new();

    /// <summary>The kind of layout; null lets the view or the number of properties decide.</summary>
    internal Type? Kind { get; init; }

    internal IReadOnlyList<PropertyColumn> Columns { get; init; } = [];

    internal FormatItem? GroupBy { get; init; }

    internal bool AutoSize { get; init; }

    internal bool HideHeaders { get; init; }

    internal bool Wrap { get; init; }
}

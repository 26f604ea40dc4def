namespace RedisPS.Runner.Formatting;

/// <summary>A line of a list: its label and its value.</summary>
internal sealed record ListField(string Label, FormatItem Item);

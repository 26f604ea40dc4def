namespace RedisPS.Runner.Formatting;

/// <summary>A column: its head, its width (0 when the screen decides) and what stands in it.</summary>
internal sealed record TableColumn(string Label, int Width, TextAlignment Alignment, FormatItem Item);

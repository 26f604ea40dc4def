namespace RedisPS.Runner.Menu;

/// <summary>One line of a screen.</summary>
internal readonly record struct BodyLine(string Text, BodyStyle Style = BodyStyle.Plain);

namespace RedisPS.Runner.Menu;

/// <summary>How a line of a screen is shown.</summary>
internal enum BodyStyle
{
    Plain,
    Heading,
    Dim,
    Selected,
    Error,
}

namespace RedisPS.Runner.Menu;

/// <summary>What can happen while the menu waits.</summary>
internal enum MenuEventKind
{
    Key,
    Resized,
    Interrupted,
    Ended,
}

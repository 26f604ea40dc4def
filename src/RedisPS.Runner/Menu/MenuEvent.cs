namespace RedisPS.Runner.Menu;

/// <summary>One thing that happened while the menu waited.</summary>
internal readonly record struct MenuEvent(MenuEventKind Kind, ConsoleKeyInfo Key = default);

namespace RedisPS.Runner.Menu;

/// <summary>One line of a menu: its key, its name, why it cannot be chosen (null when it can), what it opens, the line it runs, if it is one, and whether the machine may be another afterwards.</summary>
internal sealed record MenuEntry(char Key, string Name, string? Obstacle, Action Open, string? Line = null, bool LooksAtMachine = false);

namespace RedisPS.Runner.Menu;

/// <summary>One line of a menu: its key, its name, why it cannot be chosen (null when it can), and what it opens.</summary>
internal sealed record MenuEntry(char Key, string Name, string? Obstacle, Action Open);

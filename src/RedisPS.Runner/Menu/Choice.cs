namespace RedisPS.Runner.Menu;

/// <summary>One of several things to choose from, and what it means.</summary>
internal sealed record Choice(string Name, string Detail = "");

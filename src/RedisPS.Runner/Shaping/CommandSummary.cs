namespace RedisPS.Runner.Shaping;

/// <summary>A command and what it is for.</summary>
internal sealed record CommandSummary(string Name, string Source, string Synopsis)
{
    public override string ToString() => Name;
}

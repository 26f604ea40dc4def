namespace RedisPS.Tests.Conformance;

/// <summary>A line of script and what it must show.</summary>
public sealed record ConformanceCase(string File, string Name, IReadOnlyList<string> Setup, string Script, string Output, string Errors)
{
    public override string ToString() => $"{File}: {Name}";
}

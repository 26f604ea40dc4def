namespace RedisPS.Runner.Language;

/// <summary>$name or $env:NAME.</summary>
internal sealed record VariableExpression(int Offset, string Name, bool IsEnvironment) : Expression(Offset);

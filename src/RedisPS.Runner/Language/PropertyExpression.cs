namespace RedisPS.Runner.Language;

/// <summary>$name.Property.</summary>
internal sealed record PropertyExpression(int Offset, Expression Target, string Name) : Expression(Offset);

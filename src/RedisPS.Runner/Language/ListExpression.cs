namespace RedisPS.Runner.Language;

/// <summary>a, b, c.</summary>
internal sealed record ListExpression(int Offset, IReadOnlyList<Expression> Items) : Expression(Offset);

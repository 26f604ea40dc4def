namespace RedisPS.Runner.Language;

/// <summary>A text with variables in it: the parts are put together.</summary>
internal sealed record TextExpression(int Offset, IReadOnlyList<Expression> Parts) : Expression(Offset);

namespace RedisPS.Runner.Language;

/// <summary>@{ name = value; … }.</summary>
internal sealed record TableExpression(int Offset, IReadOnlyList<(string Name, Expression Value)> Entries) : Expression(Offset);

namespace RedisPS.Runner.Language;

/// <summary>@( … ): everything the pipelines inside write.</summary>
internal sealed record ArrayExpression(int Offset, IReadOnlyList<Pipeline> Pipelines) : Expression(Offset);

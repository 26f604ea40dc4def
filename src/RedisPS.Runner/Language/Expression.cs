namespace RedisPS.Runner.Language;

/// <summary>Something with a value.</summary>
internal abstract record Expression(int Offset);

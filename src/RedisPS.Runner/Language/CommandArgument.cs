namespace RedisPS.Runner.Language;

/// <summary>What stands behind a command's name: a parameter, a value, or a parameter and its value joined by a colon.</summary>
internal sealed record CommandArgument(int Offset, string? ParameterName, Expression? Value);

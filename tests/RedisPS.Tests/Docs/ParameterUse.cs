namespace RedisPS.Tests.Docs;

/// <summary>How a parameter is used in one parameter set.</summary>
internal sealed record ParameterUse(string Position, bool IsRequired, bool ByValue, bool ByPropertyName);

namespace RedisPS.Runner.Language;

/// <summary>A number, a text, $true, $false or $null. A bare word is a text that was not quoted.</summary>
internal sealed record ConstantExpression(int Offset, object? Value) : Expression(Offset);

namespace RedisPS.Runner.Language;

/// <summary>Commands that hand objects on, and the variable that takes what comes out at the end.</summary>
internal sealed record Pipeline(int Offset, int End, IReadOnlyList<PipelineElement> Elements, string? Variable);

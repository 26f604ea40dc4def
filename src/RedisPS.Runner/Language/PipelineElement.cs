namespace RedisPS.Runner.Language;

/// <summary>A command with its arguments, or, at the start of a pipeline, a value.</summary>
internal sealed record PipelineElement(int Offset, string? CommandName, IReadOnlyList<CommandArgument> Arguments, Expression? Value);

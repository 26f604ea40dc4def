namespace RedisPS.Runner.Language;

/// <summary>A text that was read: its pipelines, in order.</summary>
internal sealed record Script(SourceText Source, IReadOnlyList<Pipeline> Pipelines);

namespace RedisPS.Tests.Runner;

/// <summary>What a run of the program left behind.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

namespace RedisPS.Runner.Menu;

/// <summary>The menu is left from wherever it is.</summary>
internal sealed class MenuClosedException(int exitCode) : Exception
{
    internal int ExitCode { get; } = exitCode;
}

namespace RedisPS.Runner.Hosting;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;
    internal const int Errors = 1;
    internal const int NotParsed = 2;
    internal const int NoConnection = 3;
    internal const int Interrupted = 130;
}

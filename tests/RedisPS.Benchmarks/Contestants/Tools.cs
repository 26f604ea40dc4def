namespace RedisPS.Benchmarks.Contestants;

/// <summary>The programs that take part, found once; what is missing is left out of the table and named.</summary>
internal sealed class Tools
{
    /// <summary>redis-cli 7 or whichever is on PATH.</summary>
    public string? RedisCli { get; } = Environment.GetEnvironmentVariable("REDISPS_REDIS_CLI") ?? HostProcess.Find("redis-cli");

    /// <summary>A redis-cli of Redis 8, which knows --count for --scan and --memkeys.</summary>
    public string? RedisCli8 { get; } = Environment.GetEnvironmentVariable("REDISPS_REDIS_CLI_8") ?? HostProcess.Find("redis-cli-8");

    public string? PowerShell { get; } = HostProcess.Find("pwsh");

    /// <summary>redisps, published ready-to-run.</summary>
    public required string Runner { get; init; }

    /// <summary>An empty console program, published the same way.</summary>
    public required string Empty { get; init; }

    /// <summary>The folder that PowerShell imports.</summary>
    public required string Module { get; init; }
}

using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>The outcome of testing a connection stage by stage.</summary>
public sealed class ConnectionTest
{
    /// <summary>Puts the stages together.</summary>
    public ConnectionTest(string connectionName, string server, int attempt, IReadOnlyList<StageResult> stages)
    {
        ConnectionName = connectionName;
        Server = server;
        Attempt = attempt;
        Stages = stages.Select(stage => new ConnectionTestStage(stage, server, connectionName, attempt)).ToArray();
        StageResult? failed = stages.FirstOrDefault(stage => stage.Status == StageStatus.Failed);
        FailedStage = failed?.Name;
        Succeeded = failed is null;
        Message = failed?.Message ?? "The server answers.";
        Advice = failed?.Advice ?? string.Join(' ', stages.Select(stage => stage.Advice).Where(advice => advice.Length > 0));
        Latency = stages.FirstOrDefault(stage => stage.Name == "Ping" && stage.Status == StageStatus.Passed)?.Latency;
        Elapsed = stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + (stage.Latency ?? TimeSpan.Zero));
    }

    /// <summary>The connection that was tested; empty for a URL.</summary>
    public string ConnectionName { get; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>Whether every stage passed or did not apply.</summary>
    public bool Succeeded { get; }

    /// <summary>The stage that failed; null when none did.</summary>
    public string? FailedStage { get; }

    /// <summary>How long PING took; null when it was not reached.</summary>
    public TimeSpan? Latency { get; }

    /// <summary>The same in milliseconds.</summary>
    public double? LatencyMilliseconds => Latency?.TotalMilliseconds;

    /// <summary>How long all stages took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>What was found.</summary>
    public string Message { get; }

    /// <summary>What to do about it; empty when there is nothing to do.</summary>
    public string Advice { get; }

    /// <summary>Resolve, Tcp, Tls, Auth, Ping, Role and Loading.</summary>
    public IReadOnlyList<ConnectionTestStage> Stages { get; }

    /// <inheritdoc/>
    public override string ToString() => Succeeded ? $"{Server}: ok" : $"{Server}: {FailedStage} failed. {Message}";
}

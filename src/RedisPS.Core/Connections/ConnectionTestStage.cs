using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>One stage of testing a connection.</summary>
public sealed class ConnectionTestStage
{
    /// <summary>Takes over what the client found.</summary>
    public ConnectionTestStage(StageResult stage, string server, string connectionName, int attempt)
    {
        Stage = stage.Name;
        Status = stage.Status;
        Latency = stage.Latency;
        Message = stage.Message;
        Advice = stage.Advice;
        Server = server;
        ConnectionName = connectionName;
        Attempt = attempt;
    }

    /// <summary>Resolve, Tcp, Tls, Auth, Ping, Role or Loading.</summary>
    public string Stage { get; }

    /// <summary>Passed, Failed or Skipped.</summary>
    public StageStatus Status { get; }

    /// <summary>How long it took; null when it was skipped.</summary>
    public TimeSpan? Latency { get; }

    /// <summary>The same in milliseconds.</summary>
    public double? LatencyMilliseconds => Latency?.TotalMilliseconds;

    /// <summary>What was found.</summary>
    public string Message { get; }

    /// <summary>What to do about it; empty when there is nothing to do.</summary>
    public string Advice { get; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; }

    /// <summary>The connection that was tested; empty for a URL.</summary>
    public string ConnectionName { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Stage}: {Status}";
}

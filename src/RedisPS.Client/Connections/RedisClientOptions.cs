using System.Globalization;
using System.Text;

namespace RedisPS.Client;

/// <summary>Everything that a client is made from. Its text shows no secret.</summary>
public sealed record RedisClientOptions
{
    /// <summary>Where the server is.</summary>
    public RedisEndpoint Endpoint { get; init; } = new("localhost", RedisEndpoint.DefaultPort);

    /// <summary>The ACL user; null or empty is the user "default".</summary>
    public string? User { get; init; }

    /// <summary>The password, or null.</summary>
    public RedisSecret? Password { get; init; }

    /// <summary>The database that commands go to.</summary>
    public int Database { get; init; }

    /// <summary>Encryption, or null for none.</summary>
    public RedisTlsOptions? Tls { get; init; }

    /// <summary>The name that CLIENT LIST shows; null for none.</summary>
    public string? ClientName { get; init; } = "RedisPS";

    /// <summary>How long connecting may take, all stages and attempts together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server may stay silent while a reply is waited for. Zero or less: for ever.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long of idleness TCP asks whether the other side is still there. Zero or less: never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a command or connection attempt is tried again.</summary>
    public int MaxRetry { get; init; } = 3;

    /// <summary>The wait before the first retry; it doubles with each, up to 5 seconds, and varies at random.</summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often an idle connection is checked with PING; null: never.</summary>
    public TimeSpan? HealthCheckInterval { get; init; }

    /// <summary>Which protocol to speak.</summary>
    public RedisProtocol Protocol { get; init; }

    /// <summary>What the server calls its commands: the usual name to the server's name, or to null when it is disabled there. Null: no map.</summary>
    public IReadOnlyDictionary<string, string?>? CommandMap { get; init; }

    /// <summary>Refuse every command that may write.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How many commands may be under way on one connection.</summary>
    public int MaxPending { get; init; } = 10_000;

    /// <summary>What a reply may claim at most.</summary>
    public RespLimits Limits { get; init; } = RespLimits.Default;

    private bool PrintMembers(StringBuilder builder)
    {
        _ = builder.Append(CultureInfo.InvariantCulture, $"Endpoint = {Endpoint}, User = {User}, Password = {Password}, Database = {Database}, Tls = {Tls}")
            .Append(CultureInfo.InvariantCulture, $", ClientName = {ClientName}, ConnectTimeout = {ConnectTimeout}, OperationTimeout = {OperationTimeout}")
            .Append(CultureInfo.InvariantCulture, $", KeepAlive = {KeepAlive}, MaxRetry = {MaxRetry}, RetryBackoff = {RetryBackoff}, HealthCheckInterval = {HealthCheckInterval}")
            .Append(CultureInfo.InvariantCulture, $", Protocol = {Protocol}, ReadOnly = {ReadOnly}, MaxPending = {MaxPending}");
        return true;
    }
}

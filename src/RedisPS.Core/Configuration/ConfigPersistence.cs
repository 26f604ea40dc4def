using RedisPS.Client;

namespace RedisPS.Core.Configuration;

/// <summary>Whether a server can write its configuration back to its file, as far as can be told without trying.</summary>
public sealed class ConfigPersistence
{
    /// <summary>False when it is known that it cannot; true otherwise, which is no promise.</summary>
    public bool CanPersist { get; init; }

    /// <summary>Why it cannot, or what stands in the way of knowing; empty when all looks well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's configuration file, a path on the server; null when there is none or it may not be known.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether the file can be read here, because the server runs on this machine.</summary>
    public bool IsReadable { get; init; }

    /// <summary>What kind of failure it would be.</summary>
    internal ConfigFailure Failure { get; init; }

    /// <summary>Asks a server. Redis command: INFO server.</summary>
    /// <param name="client">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<ConfigPersistence> CheckAsync(RedisClient client, CancellationToken stop = default) =>
        Of(client, await client.SendAsync(InfoCommand(), stop).ConfigureAwait(false));

    /// <inheritdoc/>
    public override string ToString() => CanPersist ? $"can be saved to {ConfigFile ?? "an unknown file"}" : Reason;

    internal static RedisCommand InfoCommand() => new("INFO", "server");

    /// <summary>What an answer to INFO server says.</summary>
    internal static ConfigPersistence Of(RedisClient client, RespValue info)
    {
        if (client.Capabilities.Product == ServerProduct.Garnet)
        {
            return No(ConfigFailure.NotWritten, "Garnet answers OK to CONFIG REWRITE and writes nothing");
        }

        if (info.IsError)
        {
            return new ConfigPersistence { CanPersist = true, Reason = "the user may not run INFO, so whether there is a configuration file is not known" };
        }

        Server.ServerInfo parsed = Server.ServerInfo.Parse(info.AsText() ?? "");
        if (parsed.Find("config_file") is not { } item)
        {
            return new ConfigPersistence { CanPersist = true, Reason = "the server does not say whether it has a configuration file" };
        }

        return item.RawValue.Length == 0
            ? No(ConfigFailure.FileMissing, "the server runs without a configuration file")
            : new ConfigPersistence { CanPersist = true, ConfigFile = item.RawValue };
    }

    /// <summary>The exception for a server that cannot.</summary>
    internal ConfigException ToException(string server) => new(
        Failure,
        $"The configuration of {server} cannot be saved: {Reason}. Nothing was changed.",
        Failure == ConfigFailure.FileMissing
            ? "Start the server with a configuration file, or leave -Persist out and set it again after each start."
            : "Leave -Persist out: the change lasts until the server starts again.");

    private static ConfigPersistence No(ConfigFailure failure, string reason) => new() { CanPersist = false, Failure = failure, Reason = reason };
}

using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>Which server gives the data of a backup: the one that is connected to, or a replica that follows it; and how current that is.</summary>
internal sealed class BackupOrigin : IDisposable
{
    private readonly RedisClient? _opened;

    private BackupOrigin(RedisClient client, RedisClient? opened = null)
    {
        Client = client;
        _opened = opened;
    }

    /// <summary>The server that gives the data.</summary>
    public RedisClient Client { get; }

    /// <summary>The replica's endpoint; null where it is the server that is connected to.</summary>
    public string? Replica => _opened?.Endpoint.ToString();

    /// <summary>What should be known about it.</summary>
    public string? Note { get; private init; }

    /// <summary>What must be known about it.</summary>
    public string? Warning { get; private init; }

    /// <summary>Chooses. Of the replicas the one that is least behind, with the credentials of the primary; one whose link is down is none.</summary>
    public static async Task<BackupOrigin> FindAsync(RedisClient client, bool preferReplica, CancellationToken cancellationToken)
    {
        ServerInfo? info = await ReadAsync(client, cancellationToken).ConfigureAwait(false);
        string role = info?.GetText("role") ?? client.Capabilities.Role;
        if (role is "slave" or "replica") { return OfReplica(client, info); }
        if (!preferReplica) { return new BackupOrigin(client); }
        List<string> why = [];
        foreach ((RedisEndpoint endpoint, long? behind) in info is null ? [] : ReplicasOf(info))
        {
            RedisClient opened;
            try { opened = await RedisClient.ConnectAsync(client.Options with { Endpoint = endpoint, Database = 0, MaxRetry = 0 }, cancellationToken).ConfigureAwait(false); }
            catch (RedisConnectionException)
            {
                // The address that a primary sees is not always one that others can reach: the next one, and at last the primary itself.
                why.Add($"{endpoint} cannot be reached");
                continue;
            }

            try
            {
                ServerInfo? there = await ReadAsync(opened, cancellationToken).ConfigureAwait(false);
                if (ProblemOf(info!, there) is not { } problem) { return new BackupOrigin(opened, opened) { Note = NoteOf(client, endpoint, there, behind) }; }
                why.Add($"{endpoint} {problem}");
            }
            catch (RedisConnectionException) { why.Add($"{endpoint} was lost"); }
            catch
            {
                opened.Dispose();
                throw;
            }

            opened.Dispose();
        }

        string reason = why.Count > 0 ? string.Join("; ", why) : info is null ? "it does not tell which it has" : "it has none that is online";
        return new BackupOrigin(client) { Warning = $"No replica gave the data, {client.Endpoint} itself did: {reason}." };
    }

    public void Dispose() => _opened?.Dispose();

    private static async Task<ServerInfo?> ReadAsync(RedisClient client, CancellationToken cancellationToken)
    {
        try { return await ServerInfo.ReadAsync(client, ["replication"], "", cancellationToken).ConfigureAwait(false); }
        catch (RedisServerException) { return null; }
    }

    private static IEnumerable<(RedisEndpoint Endpoint, long? Behind)> ReplicasOf(ServerInfo info)
    {
        long? now = info.GetInteger("master_repl_offset");
        return info.Items
            .Where(item => item.Name.StartsWith("slave", StringComparison.Ordinal) && item.RawValue.Contains("state=online", StringComparison.Ordinal))
            .Select(item => info.GetPairs(item.Name)!)
            .Select(fields => (
                Endpoint: new RedisEndpoint(fields.GetValueOrDefault("ip", ""), int.TryParse(fields.GetValueOrDefault("port"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : 0),
                Behind: long.TryParse(fields.GetValueOrDefault("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out long offset) ? Math.Max(0, now - offset ?? 0) : (long?)null))
            .OrderBy(replica => replica.Behind ?? long.MaxValue);
    }

    // Why it is none to take the data from. At an address that is another's elsewhere, any server may answer.
    private static string? ProblemOf(ServerInfo primary, ServerInfo? replica)
    {
        if (replica is null) { return null; }
        if (replica.Primary is null) { return "is no replica"; }
        if (primary.GetText("master_replid") is { } wanted && replica.GetText("master_replid") is { } found && wanted != found) { return "is a replica of another server"; }
        return replica.GetText("master_link_status") == "up" ? null : "has lost its link";
    }

    private static string NoteOf(RedisClient client, RedisEndpoint endpoint, ServerInfo? replica, long? behind)
    {
        string current = replica is null ? "; whether its link is up it does not tell"
            : behind is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"; its link was up, and it was {bytes:N0} bytes behind")
            : "; its link was up";
        return $"Taken from the replica {endpoint} of {client.Endpoint}{current}.";
    }

    private static BackupOrigin OfReplica(RedisClient client, ServerInfo? info)
    {
        if (info is null) { return new BackupOrigin(client); }
        string primary = $"{info.GetText("master_host")}:{info.GetText("master_port")}";
        if (info.GetText("master_link_status") == "up") { return new BackupOrigin(client) { Note = $"{client.Endpoint} is a replica of {primary}; its link was up." }; }
        string since = info.GetInteger("master_link_down_since_seconds") is > 0 and { } seconds ? $" for {DurationText.Short(TimeSpan.FromSeconds(seconds))}" : "";
        return new BackupOrigin(client) { Warning = $"No link to its primary: {client.Endpoint} is a replica of {primary}, and has lost it{since}. What was changed there since is missing." };
    }
}

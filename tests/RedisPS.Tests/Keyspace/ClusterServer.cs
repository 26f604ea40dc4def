using System.Globalization;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;

namespace RedisPS.Tests.Keyspace;

/// <summary>A node of a cluster that has half of the slots.</summary>
public sealed class ClusterServer : IDisposable
{
    private readonly TestServer _server = new("cluster-enabled yes", "cluster-require-full-coverage no");

    public ClusterServer()
    {
        _server.Send("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
        using RawRedis raw = _server.Raw();
        while (!raw.Send("CLUSTER", "INFO")!.Contains("cluster_state:ok", StringComparison.Ordinal)) { Thread.Sleep(50); }
    }

    public string Url => _server.Url;

    public string? Send(params string[] command) => _server.Send(command);

    /// <summary>Empties the node and tries so many keys; how many it took.</summary>
    public int Fill(int keys)
    {
        using RawRedis raw = _server.Raw();
        raw.Send("FLUSHALL");
        for (int i = 0; i < keys; i++)
        {
            try { raw.Send("SET", $"k:{i}", "v"); }
            catch (RawRedisException)
            {
                // The slot is another node's.
            }
        }

        return int.Parse(raw.Send("DBSIZE")!, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _server.Dispose();
}

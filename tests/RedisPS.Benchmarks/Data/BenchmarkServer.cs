using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;

namespace RedisPS.Benchmarks.Data;

/// <summary>A private server with the data set, and a snapshot to go back to.</summary>
internal sealed class BenchmarkServer : IDisposable
{
    private readonly TestServer _server = new("dbfilename start.rdb");

    public BenchmarkServer(int keys)
    {
        MixedKeys.Fill(Port, keys);
        Snapshot();
    }

    public int Port => _server.Port;

    public string Version => _server.Send("INFO", "server")!.Split('\n').First(line => line.StartsWith("redis_version:", StringComparison.Ordinal)).Trim()["redis_version:".Length..];

    /// <summary>Makes what is there now the state to go back to.</summary>
    public void Snapshot() => _server.Send("SAVE");

    /// <summary>Loads the snapshot again, in the same process.</summary>
    public void Reset() => _server.Send("DEBUG", "RELOAD", "NOSAVE");

    public void Dispose() => _server.Dispose();

    public string? Send(params string[] command) => _server.Send(command);

    public RawRedis Raw() => _server.Raw();
}

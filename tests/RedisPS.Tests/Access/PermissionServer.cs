using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;

namespace RedisPS.Tests.Access;

/// <summary>A server that is brought to the same state before each line that a user with few rights runs.</summary>
public sealed class PermissionServer : IDisposable
{
    private static readonly string[][] s_state =
    [
        ["FLUSHALL"], ["SET", "text", "x"], ["RPUSH", "list", "a"], ["HSET", "hash", "f", "v"], ["SADD", "set", "m"], ["ZADD", "zset", "1", "m"], ["XADD", "stream", "*", "f", "v"],
        ["SET", "fleeting", "x", "EX", "9999"], ["ACL", "DELUSER", "made"], ["ACL", "SETUSER", "other", "reset", "on", ">other"], ["CONFIG", "SET", "maxmemory-samples", "5", "maxmemory", "0", "maxmemory-policy", "noeviction", "appendfsync", "everysec", "appendonly", "no"], ["CONFIG", "REWRITE"],
    ];

    private readonly FileServer _server = new();
    private readonly string _rdb;

    public PermissionServer()
    {
        _server.Write().Start();
        File.WriteAllText(State, "@{ Configuration = @{ 'maxmemory-samples' = 6 }; AclUsers = @{ made = 'on nopass +get' } }");
        _ = _server.Send("SET", "saved", "x");
        _ = _server.Send("SAVE");
        _rdb = _server.PathOf("saved.rdb");
        File.Copy(_server.PathOf("dump.rdb"), _rdb);
    }

    private string State => _server.PathOf("state.psd1");

    /// <summary>Runs a line as a user with these rights.</summary>
    internal (int Code, string Errors) Run(PermissionCase what, IEnumerable<string> rules)
    {
        lock (_server)
        {
            using RawRedis raw = RawRedis.Connect(_server.Port);
            foreach (string[] command in s_state)
            {
                _ = raw.Send(command);
            }

            _ = raw.Send(["ACL", "SETUSER", "limited", "reset", "on", ">limited", .. rules]);
            string directory = Directory.CreateTempSubdirectory("redisps-").FullName;
            try
            {
                string url = $"redis://limited:limited@{_server.EndPoint}";
                string line = what.Line.Replace("{dir}", directory, StringComparison.Ordinal).Replace("{url}", url, StringComparison.Ordinal)
                    .Replace("{file}", _server.ConfigFile, StringComparison.Ordinal).Replace("{state}", State, StringComparison.Ordinal)
                    .Replace("{rdb}", _rdb, StringComparison.Ordinal).Replace("{data}", _server.DataDirectory, StringComparison.Ordinal)
                    .Replace("{admin}", _server.Url, StringComparison.Ordinal);
                (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {url} | Out-Null; {line}");
                return (code, errors + output);
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    public void Dispose() => _server.Dispose();
}

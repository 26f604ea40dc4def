using System.Text.RegularExpressions;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>The lines of docs/backup.md, run in their order on a real server, with its own folder and its own password.</summary>
public sealed partial class BackupGuideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisps-guide-").FullName;
    private readonly StandaloneServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_line_runs()
    {
        for (int i = 0; i < 20; i++)
        {
            _server.Send("SET", $"user:{i}", $"{i}");
        }

        File.WriteAllText(Path.Combine(_folder, "backup.secret"), "a-long-password");
        string[] blocks = [.. Block().Matches(File.ReadAllText(SourceTree.Path("docs", "backup.md"))).Select(block => Here(block.Groups["code"].Value))];
        Assert.Equal(10, blocks.Length);

        // A service of this machine is nothing that a test may ask for.
        Assert.All(blocks.Where(block => !block.Contains("-ServiceName", StringComparison.Ordinal)), block =>
        {
            string connect = block.Contains("Connect-Redis", StringComparison.Ordinal) ? "" : $"Connect-Redis '{_server.Url}' | Out-Null; ";
            (int code, _, string errors) = ModuleHost.Run(connect + block);
            Assert.True(code == 0, $"{block}{Environment.NewLine}{errors}");
            if (block.Contains("New-RedisAclUser", StringComparison.Ordinal))
            {
                // The password that the page writes into the file in PowerShell's words.
                _server.Send("ACL", "SETUSER", "backup", ">a-long-password");
            }
        });

        Assert.Equal("20", _server.Send("DBSIZE"));
        // Of two on one day -Daily keeps the newer.
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "backups"), "*.rdb.gz"));
    }

    private string Here(string code) => code
        .Replace("db1:6379", $"127.0.0.1:{_server.Port}", StringComparison.Ordinal)
        .Replace("/var/backups/redis", Path.Combine(_folder, "backups"), StringComparison.Ordinal)
        .Replace("/etc/redisps", _folder, StringComparison.Ordinal)
        .Replace("Register-RedisTask nightly", $"Register-RedisTask nightly -HostPath '{Path.Combine(AppContext.BaseDirectory, "redisps")}'", StringComparison.Ordinal)
        .Replace("users.jsonl", Path.Combine(_folder, "users.jsonl"), StringComparison.Ordinal);

    [GeneratedRegex("```powershell\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Transfer;

/// <summary>What a server refuses for every key is one error of the cmdlet; the next connection has its turn.</summary>
public sealed class HopelessRestoreCmdletTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisps-hopeless-").FullName;
    private readonly StandaloneServer _server = new();
    private readonly StandaloneServer _other = new();

    public HopelessRestoreCmdletTests()
    {
        for (int i = 0; i < 30; i++) { _server.Send("SET", $"key:{i}", "x"); }
        _server.Send("ACL", "SETUSER", "few", "on", ">few", "~*", "+@all", "-restore");
    }

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Export-RedisKey '{0}/keys' -Format Dump", "Import-RedisKey '{0}/keys'")]
    [InlineData("Backup-Redis '{0}' -Method Logical -Name all", "Restore-Redis '{0}/all.rdb' -Conflict Skip")]
    [InlineData("Remove-RedisKey -Pattern * -Recycle -RecyclePath '{0}/bin' -Force", "Get-RedisRecycleBin -RecyclePath '{0}/bin' | Restore-RedisKey")]
    public void A_user_without_the_right_gets_one_error_and_the_next_server_its_keys(string keep, string restore)
    {
        Assert.Equal(0, Run($"Connect-Redis '{_server.Url}' | Out-Null; {keep}").Code);
        _server.Send("FLUSHALL");

        (int code, string output, string errors) = Run(
            $"Connect-Redis 'redis://few:few@{_server.EndPoint}' -Name few | Out-Null; Connect-Redis '{_other.Url}' -Name other | Out-Null; "
            + $"{restore} -Connection few, other -Force | Select-Object ConnectionName, Succeeded, Failed");

        Assert.Equal(1, code);
        Assert.Equal(1, errors.Split("'restore' command").Length - 1);
        Assert.Equal(["""{"ConnectionName":"few","Succeeded":0,"Failed":30}""", """{"ConnectionName":"other","Succeeded":30,"Failed":0}"""], output.Trim().Split('\n'));
        Assert.Equal(("0", "30"), (_server.Send("DBSIZE"), _other.Send("DBSIZE")));
    }

    [Fact]
    public void A_read_only_replica_gives_one_error()
    {
        using TestServer replica = new($"replicaof 127.0.0.1 {_other.Port}");
        Assert.Equal(0, Run($"Connect-Redis '{_server.Url}' | Out-Null; Export-RedisKey '{_folder}/keys'").Code);

        (int code, _, string errors) = Run($"Connect-Redis '{replica.Url}' | Out-Null; Import-RedisKey '{_folder}/keys' -Force");

        Assert.NotEqual(0, code);
        Assert.Equal(1, errors.Split("READONLY").Length - 1);
    }

    private (int Code, string Output, string Errors) Run(string script) => ModuleHost.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, script, _folder), "jsonl");
}

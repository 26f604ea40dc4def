using System.Globalization;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>A node of a cluster has a part of the keys, and whoever looks at it hears so.</summary>
public sealed class ClusterNodeTests : IClassFixture<ClusterServer>
{
    private readonly ClusterServer _server;
    private readonly int _keys;

    public ClusterNodeTests(ClusterServer server)
    {
        _server = server;
        _keys = server.Fill(60);
    }

    [Theory]
    [InlineData("Get-RedisKey")]
    [InlineData("Get-RedisKey 'k:*' -NameOnly")]
    [InlineData("Find-RedisKey -NoExpiry")]
    [InlineData("Find-RedisKey -Largest 3")]
    [InlineData("Remove-RedisKey -Pattern 'k:*' -WhatIf")]
    [InlineData("Remove-RedisKey -Pattern 'k:*' -Force")]
    [InlineData("Remove-RedisKey -Pattern 'k:*' -MaxKeys 5 -Force")]
    [InlineData("Set-RedisTtl 1h -Pattern 'k:*' -Confirm:$false")]
    public void Walks_say_that_they_see_one_node(string line)
    {
        Assert.InRange(_keys, 1, 59);
        Outcome outcome = KeyspaceServer.RunOn(_server.Url, line + " | Out-Null");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(1, Times("is a node of a cluster", outcome));
    }

    [Theory]
    [InlineData("Export-RedisKey '{0}/keys'")]
    [InlineData("Backup-Redis '{0}'")]
    [InlineData("Backup-Redis '{0}' -Method Logical")]
    public void Files_of_its_keys_come_with_the_same_word(string line)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("redisps-cluster-");
        try
        {
            Outcome outcome = KeyspaceServer.RunOn(_server.Url, string.Format(CultureInfo.InvariantCulture, line, folder.FullName) + " | Out-Null");
            Assert.Equal(0, outcome.ExitCode);
            Assert.Equal(1, Times("is a node of a cluster", outcome));
        }
        finally { folder.Delete(recursive: true); }
    }

    [Fact]
    public void Its_keys_are_removed_whatever_their_slots_and_none_is_refused()
    {
        Outcome outcome = KeyspaceServer.RunOn(_server.Url, "Remove-RedisKey -Pattern 'k:*' -Force | Select-Object -ExpandProperty Succeeded");
        Assert.Equal(_keys.ToString(CultureInfo.InvariantCulture), outcome.Output.Trim());
        Assert.DoesNotContain("CROSSSLOT", _server.Send("INFO", "errorstats")!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_node_has_no_largest_key_and_that_is_no_error()
    {
        _server.Send("FLUSHALL");
        Outcome outcome = KeyspaceServer.RunOn(_server.Url, "Find-RedisKey -Largest 3");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(1, Times("is a node of a cluster", outcome));
    }

    [Fact]
    public void A_server_of_its_own_says_nothing()
    {
        using StandaloneServer alone = new();
        Assert.Equal("", KeyspaceServer.RunOn(alone.Url, "Get-RedisKey | Out-Null").Errors);
    }

    private static int Times(string text, Outcome outcome) =>
        string.Join(' ', outcome.Errors.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)).Split(text).Length - 1;
}

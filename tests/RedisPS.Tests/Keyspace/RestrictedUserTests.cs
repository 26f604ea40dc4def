using System.Text;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>Users with few rights: what can work works, the rest says which right is missing, and nothing is asked twice.</summary>
public sealed class RestrictedUserTests : IClassFixture<HardenedServer>
{
    private readonly HardenedServer _server;

    public RestrictedUserTests(HardenedServer server)
    {
        _server = server;
        using var raw = server.Raw();
        raw.Send("FLUSHDB");
        raw.Send("MSET", "cache:1", "a", "cache:2", "b", "other:1", "c", "other:2", "d");
    }

    [Fact]
    public void A_plan_warns_of_keys_that_the_user_may_not_touch()
    {
        Outcome outcome = Run("cache-only", "Remove-RedisKey -Pattern * -WhatIf; Remove-RedisKey -Pattern * -Force | Out-Null");

        Assert.Contains("2 of these keys could not be looked at", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("2 of 4 keys failed", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("The other keys were changed", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(["other:1", "other:2"], Left());
    }

    [Fact]
    public void It_is_not_said_that_other_keys_were_changed_when_none_was()
    {
        Outcome outcome = Run("cache-only", "Remove-RedisKey -Pattern 'other:*' -Force | Out-Null");

        Assert.Contains("Nothing was changed", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(4, Left().Length);
    }

    [Theory]
    [InlineData("no-info", "Get-RedisInfo memory", "+info")]
    [InlineData("few", "Test-RedisKey a", "+exists")]
    [InlineData("few", "Invoke-RedisCommand CLIENT LIST", "+client|list")]
    public void The_remedy_names_the_missing_right(string user, string command, string right) =>
        Assert.Contains($"ACL SETUSER user {right}", Run(user, command).Errors.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);

    [Fact]
    public void What_is_only_nice_to_know_is_asked_once_and_never_again()
    {
        _server.Send("ACL", "LOG", "RESET");

        Assert.Equal("", Run("few", "Get-RedisKey -NameOnly | Out-Null; Get-RedisKey -NameOnly | Out-Null; Get-RedisKey 'c*' -NameOnly | Out-Null").Errors);

        using var raw = _server.Raw();
        List<List<object?>> entries = ((IEnumerable<object?>)raw.SendBytes("ACL"u8.ToArray(), "LOG"u8.ToArray())!).Select(entry => ((IEnumerable<object?>)entry!).ToList()).ToList();
        Dictionary<string, long> refusals = entries.ToDictionary(entry => Encoding.UTF8.GetString((byte[])After(entry, "object")), entry => (long)After(entry, "count"));
        Assert.Equal(1, refusals["dbsize"]);
        Assert.Equal(1, refusals["command|list"]);
        Assert.DoesNotContain("command", refusals.Keys);
    }

    private static object After(List<object?> entry, string name) => entry[entry.FindIndex(item => item is byte[] text && Encoding.UTF8.GetString(text) == name) + 1]!;

    private Outcome Run(string user, string script) => KeyspaceServer.RunOn(_server.UrlOf(user), script);

    private string[] Left()
    {
        using var raw = _server.Raw();
        return new[] { "cache:1", "cache:2", "other:1", "other:2" }.Where(key => raw.Send("EXISTS", key) == "1").ToArray();
    }
}

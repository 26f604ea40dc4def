using System.Globalization;
using System.Text.Json;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>Lists of planned keys, caps, and copies of several keys.</summary>
public sealed class KeyChangeTests : IClassFixture<KeyspaceServer>, IDisposable
{
    private readonly KeyspaceServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("redisps-plan-").FullName;

    public KeyChangeTests(KeyspaceServer server)
    {
        _server = server;
        _server.Empty();
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_list_of_planned_keys_is_of_one_server_and_nothing_is_removed_where_there_would_be_two()
    {
        using StandaloneServer other = new();
        Fill(0, 3);
        other.Send("MSET", "k0", "v", "k1", "v");
        string list = Path.Combine(_folder, "plan.jsonl");

        Outcome outcome = _server.Run($"Connect-Redis '{other.Url}' -Name other | Out-Null; Remove-RedisKey -Pattern 'k*' -Connection test, other -PlanPath '{list}' -Confirm:$false");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("-PlanPath keeps the list of one server", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(("3", "2", false), (Size(0), other.Send("DBSIZE"), File.Exists(list)));
    }

    [Theory]
    [InlineData("Get-RedisKey")]
    [InlineData("Get-RedisKey -NameOnly")]
    public void Nor_of_two_databases_from_the_pipeline(string keys)
    {
        Fill(0, 3);
        Fill(3, 2);
        string list = Path.Combine(_folder, "plan.jsonl");

        Outcome outcome = _server.Run($"Get-RedisDatabase | {keys} | Remove-RedisKey -PlanPath '{list}' -Confirm:$false");

        Assert.Contains("-PlanPath keeps the list of one server", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(("3", "2"), (Size(0), Size(3)));
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Confirm:$false")]
    public void A_cap_is_said_with_a_plan_and_without(string how)
    {
        Fill(0, 20);

        foreach (string agreed in (string[])["", $" -PlanPath '{Path.Combine(_folder, "plan.jsonl")}'"])
        {
            JsonElement result = Assert.Single(_server.Objects($"Remove-RedisKey -Pattern 'k*' -MaxKeys 5 {how}{agreed}"));
            Assert.Equal((5, "the cap of 5 keys was reached"), (result.GetProperty("Succeeded").GetInt32(), result.GetProperty("StopReason").GetString()));
        }

        JsonElement rest = Assert.Single(_server.Objects($"Remove-RedisKey -Pattern 'k*' -MaxKeys 50 {how} -PlanPath '{Path.Combine(_folder, "plan.jsonl")}'"));
        Assert.Equal((10, null), (rest.GetProperty("Succeeded").GetInt32(), rest.GetProperty("StopReason").GetString()));
    }

    [Fact]
    public void All_keys_are_copied_where_an_object_says_where_to()
    {
        Fill(0, 3);

        Outcome outcome = _server.Run("@{ DestinationDatabase = 3 } | Select-Object DestinationDatabase | Copy-RedisKey k0, k1, k2 | Out-Null");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal("3", Size(3));
    }

    [Fact]
    public void A_user_who_may_not_ask_what_exists_copies_what_is_free()
    {
        using HardenedServer hardened = new();
        using var raw = hardened.Raw();
        raw.Send("MSET", "a", "1", "b", "1", "c", "1", "d", "1");
        raw.Send("SELECT", "1");
        raw.Send("SET", "b", "taken");
        raw.Send("ACL", "SETUSER", "copier", "on", ">" + HardenedServer.Password, "~*", "+@all", "-exists");

        Outcome outcome = RunnerHarness.RunWith(
            new FakeSurroundings(),
            "--output",
            "jsonl",
            $"Connect-Redis 'redis://copier:{HardenedServer.Password}@{hardened.EndPoint}' -Name test | Out-Null; Copy-RedisKey a, b, c, d -DestinationDatabase 1 -Confirm:$false");

        JsonElement result = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal((4, 3, 1, 0), (Number(result, "Matched"), Number(result, "Succeeded"), Number(result, "Skipped"), Number(result, "Failed")));
        Assert.Equal(1, result.GetProperty("SkipReasons").GetProperty("target exists or gone").GetInt32());
    }

    [Fact]
    public void Errors_of_single_keys_are_counted_when_the_largest_are_looked_for()
    {
        using HardenedServer hardened = new();
        using var raw = hardened.Raw();
        raw.Pipe(Enumerable.Range(0, 3000).Select(i => (string[])["SET", $"other:{i}", "v"]));
        raw.Send("SET", "cache:1", "v");

        Outcome outcome = RunnerHarness.RunWith(
            new FakeSurroundings(), $"Connect-Redis 'redis://cache-only:{HardenedServer.Password}@{hardened.EndPoint}' -Name test | Out-Null; Find-RedisKey -Largest 1 | Select-Object -ExpandProperty Key");

        Assert.Equal("cache:1", outcome.Output.Trim());
        Assert.Contains("(and 2,999 more keys)", string.Join(' ', outcome.Errors.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static int Number(JsonElement result, string name) => result.GetProperty(name).GetInt32();

    private void Fill(int database, int keys)
    {
        using var raw = _server.Raw();
        raw.Send("SELECT", database.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < keys; i++) { raw.Send("SET", $"k{i}", "v"); }
    }

    private string? Size(int database)
    {
        using var raw = _server.Raw();
        raw.Send("SELECT", database.ToString(CultureInfo.InvariantCulture));
        return raw.Send("DBSIZE");
    }
}

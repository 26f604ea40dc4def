using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>Names that are piped on go back to the server and database they came from.</summary>
public sealed class KeyOriginTests : IClassFixture<KeyspaceServer>
{
    private readonly KeyspaceServer _server;

    public KeyOriginTests(KeyspaceServer server)
    {
        _server = server;
        _server.Empty();
    }

    [Theory]
    [InlineData("Get-RedisKey 'k*' -Database 3 -NameOnly | Remove-RedisKey -Force")]
    [InlineData("Get-RedisKey 'k*' -Database 3 -NameOnly | Remove-RedisKey -Confirm:$false")]
    [InlineData("Get-RedisKey 'k*' -Database 3 -NameOnly -Type string | Remove-RedisKey -Force")]
    [InlineData("Get-RedisKey -Key k0, k1, k2 -Database 3 -NameOnly | Remove-RedisKey -Force")]
    [InlineData("Test-RedisKey k0, k1, k2 -Database 3 -PassThru | Remove-RedisKey -Force")]
    public void Of_another_database(string line)
    {
        Fill(0);
        Fill(3);

        Outcome outcome = _server.Run(line + " | Out-Null");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(("3", "0"), (Size(0), Size(3)));
    }

    [Fact]
    public void Of_another_connection_also_when_the_default_was_switched_meanwhile()
    {
        using StandaloneServer other = new();
        Fill(0);
        other.Send("MSET", "k0", "a", "k1", "a", "k2", "a");

        Outcome outcome = _server.Run(
            $"Connect-Redis '{other.Url}' -Name other | Out-Null; $names = Get-RedisKey 'k*' -NameOnly; Select-RedisConnection test | Out-Null; $names | Remove-RedisKey -Force | Out-Null");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(("3", "0"), (Size(0), other.Send("DBSIZE")));
    }

    [Fact]
    public void They_say_where_they_are_from_and_are_text_to_look_at()
    {
        Fill(3);

        Assert.Equal(["k0", "k1", "k2"], Lines("Get-RedisKey -Database 3 -NameOnly | Sort-Object"));
        Assert.Equal(["v", "v", "v"], Lines("Get-RedisKey -Database 3 -NameOnly | Get-RedisValue | Select-Object -ExpandProperty Value"));
        Assert.Equal(["k1"], Lines("Get-RedisKey -Database 3 -NameOnly | Where-Object Key -like '*1'"));
        Assert.All(
            [.. _server.Objects("Get-RedisKey -Database 3 -NameOnly"), .. _server.Objects("Remove-RedisKey -Pattern 'k*' -Database 3 -Force -PassThru")],
            name => Assert.Equal(("test", 3, 2), (name.GetProperty("ConnectionName").GetString(), name.GetProperty("Database").GetInt32(), name.GetProperty("Length").GetInt32())));
        Assert.Equal("0", Size(3));
    }

    private string[] Lines(string script) =>
        _server.Run(script).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Fill(int database)
    {
        using var raw = _server.Raw();
        raw.Send("SELECT", database.ToString(System.Globalization.CultureInfo.InvariantCulture));
        raw.Send("MSET", "k0", "v", "k1", "v", "k2", "v");
    }

    private string? Size(int database)
    {
        using var raw = _server.Raw();
        raw.Send("SELECT", database.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return raw.Send("DBSIZE");
    }
}

using RedisPS.Core.Access;
using RedisPS.Core.Connections;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Access;

/// <summary>What a connection's user lacks is told by its rules, without a refusal in the server's log.</summary>
public sealed class ConnectionRightsTests
{
    private static readonly RequiredPermission s_setting = RequiredPermissions.All.Single(row => row is { Cmdlet: "Set-RedisConfig", Parameter: "" });

    public static TheoryData<string> Servers => new(FileServer.Installed);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task What_the_rules_do_not_allow_is_missing(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        server.Send("ACL", "SETUSER", "some", "on", ">pw", "-@all", "+command", "+acl|getuser", "+config|get", "+info");

        RequiredPermission row = await RowAsync(server);

        Assert.Equal(["+config|set"], row.Missing);
        Assert.Empty(row.Unsupported);
        Assert.DoesNotContain("config", server.Send("ACL", "LOG")!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_whole_command_or_a_selector_allows_its_subcommands(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        server.Send("ACL", "SETUSER", "some", "on", ">pw", "-@all", "+command", "+acl|getuser", "+info", "(+config)");

        Assert.Empty((await RowAsync(server)).Missing!);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_user_that_may_not_see_its_rules_is_not_known(string binary)
    {
        using FileServer server = new FileServer(binary).Write().Start();
        server.Send("ACL", "SETUSER", "some", "on", ">pw", "-@all", "+command", "+info");

        Assert.Null((await RowAsync(server)).Missing);
    }

    private static async Task<RequiredPermission> RowAsync(FileServer server)
    {
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "pw", "some");
        return (await ConnectionRights.ReadAsync(connection, default)).Of(s_setting);
    }
}

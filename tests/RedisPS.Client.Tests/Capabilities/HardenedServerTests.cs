using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class HardenedServerTests(HardenedServer server) : IClassFixture<HardenedServer>
{
    private static readonly Dictionary<string, string?> s_map = new() { ["CONFIG"] = HardenedServer.ConfigName, ["KEYS"] = null };

    [Theory]
    [InlineData("default")]
    [InlineData("cache-only")]
    [InlineData("no-info")]
    [InlineData("no-config")]
    [InlineData("app")]
    [InlineData("read-only")]
    [InlineData("few")]
    public async Task Every_user_can_connect_and_do_what_is_allowed(string user)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, user));
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        Assert.Equal(user, client.Capabilities.AclUser);
        Assert.NotEqual(ServerProduct.Unknown, client.Capabilities.Product);
        Assert.NotNull(client.Capabilities.Version);
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        Assert.DoesNotContain(HardenedServer.Password, $"{client} {client.Options} {client.Capabilities} {bulk}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_user_may_not_ask_is_told_with_its_reason()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "no-info"));
        Assert.Contains(client.Capabilities.Restrictions, text => text.StartsWith("INFO", StringComparison.Ordinal) && text.Contains("NOPERM", StringComparison.Ordinal));
        Assert.True(client.Capabilities.Supports("UNLINK"));
    }

    [Fact]
    public async Task A_refusal_is_remembered()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "few"));
        Assert.Null(client.Capabilities.May("SET"));
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("SET", default, "k", "v"));
        Assert.Equal("NOPERM", error.Code);
        Assert.False(client.Capabilities.May("SET"));
        Assert.Null(client.Capabilities.May("GET"));
    }

    [Fact]
    public async Task A_key_that_is_out_of_bounds_does_not_make_the_command_forbidden()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "cache-only"));
        _ = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("GET", default, "secret:1"));
        Assert.Null(client.Capabilities.May("GET"));
        _ = await client.ExecuteAsync("GET", default, "cache:1");
    }

    [Fact]
    public async Task A_renamed_command_is_reached_through_the_map_and_a_disabled_one_is_refused_here()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "default") with { CommandMap = s_map });
        Assert.Equal("maxmemory", (await client.ExecuteAsync("config", default, "GET", "maxmemory")).AsPairs().Single().Key.AsText());
        Assert.True(client.Capabilities.Supports("CONFIG"));
        Assert.False(client.Capabilities.Supports("KEYS"));
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("KEYS", default, "*"));
        Assert.Contains("command map", error.Message, StringComparison.Ordinal);
        Assert.True((await client.SendAsync(new RedisCommand("KEYS", "*"))).IsError);
        _ = Assert.Throws<RedisServerException>(() => client.MapName("KEYS"));
    }

    [Fact]
    public async Task A_command_that_turns_out_unknown_is_remembered()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "few"));
        _ = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("FLUSHALL", default));
        Assert.False(client.Capabilities.Supports("FLUSHALL"));
    }

    [Fact]
    public async Task Connecting_leaves_no_line_in_the_ACL_log_of_a_user_who_may_ask_INFO_and_COMMAND()
    {
        server.Send("ACL", "LOG", "RESET");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "read-only"));
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        await using RedisClient admin = await RedisClient.ConnectAsync(Options.For(server, "default"));
        Assert.DoesNotContain((await admin.ExecuteAsync("ACL", default, "LOG")).AsList(), entry => entry.AsPairs().Any(pair => pair.Value.AsText() == "read-only"));
    }

    [Fact]
    public async Task Connecting_as_a_user_with_few_rights_is_refused_twice_and_no_more()
    {
        server.Send("ACL", "LOG", "RESET");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "few"));
        await using RedisClient other = client.ForDatabase(1);
        Assert.False(client.Capabilities.May("INFO"));

        await using RedisClient admin = await RedisClient.ConnectAsync(Options.For(server, "default"));
        string[] refused = (await admin.ExecuteAsync("ACL", default, "LOG")).AsList()
            .Select(entry => entry.AsPairs().Single(pair => pair.Key.AsText() == "object").Value.AsText()!)
            .Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["command|list", "info"], refused);
    }
}

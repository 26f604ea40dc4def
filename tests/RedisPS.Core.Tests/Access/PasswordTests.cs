using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Access;

public sealed class PasswordTests
{
    public static TheoryData<string> Servers => new(FileServer.Installed);

    [Fact]
    public void Passwords_are_long_and_never_the_same()
    {
        string[] made = [.. Enumerable.Range(0, 100).Select(_ => PasswordGenerator.Next().Reveal())];

        Assert.Equal(100, made.Distinct().Count());
        Assert.All(made, password => Assert.Matches("^[A-Za-z0-9]{44}$", password));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_rotation_has_a_time_in_which_both_are_valid(string binary)
    {
        using FileServer server = await StartAsync(binary);
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "old");
        RedisSecret next = new("next-secret");

        PasswordChange added = await ChangeAsync(connection, next, PasswordStep.Add);
        bool oldStays = await CanAsync(server, "old");
        bool newWorks = await CanAsync(server, "next-secret");
        PasswordChange finished = await ChangeAsync(connection, next, PasswordStep.Finish);

        Assert.Equal((1, 2), (added.PreviousPasswordCount, added.PasswordCount));
        Assert.True(oldStays && newWorks);
        Assert.Equal(1, finished.PasswordCount);
        Assert.False(await CanAsync(server, "old"));
        Assert.True(await CanAsync(server, "next-secret"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Requirepass_does_not_go_on_telling_the_old_one_and_a_restart_keeps_the_new(string binary)
    {
        using FileServer server = await StartAsync(binary);
        using (RedisConnection connection = await AccessServer.ConnectAsync(server, "old"))
        {
            _ = await connection.Client.ExecuteAsync("CONFIG", default, "SET", "slowlog-log-slower-than", "0");
            PasswordChanger changer = new(connection, "default", new RedisSecret("next-secret"), PasswordStep.Replace);
            await changer.PrepareAsync(persist: true, default);
            PasswordChange change = await changer.ApplyAsync(default);
            await connection.Client.ChangePasswordAsync(new RedisSecret("next-secret"));
            Assert.True(change is { Changed: true, Persisted: true }, change.Note);
            Assert.Equal("next-secret", (await connection.Client.ExecuteAsync("CONFIG", default, "GET", "requirepass")).AsPairs().Single().Value.AsText());
            Assert.DoesNotContain("requirepass old", File.ReadAllText(server.ConfigFile).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("next-secret", Text(await connection.Client.ExecuteAsync(new RedisCommand("SLOWLOG", "GET", 128))), StringComparison.Ordinal);
        }

        server.Restart();

        Assert.True(await CanAsync(server, "next-secret"));
        Assert.False(await CanAsync(server, "old"));
    }

    [Fact]
    public async Task The_client_connects_again_with_the_new_password_on_all_databases()
    {
        using FileServer server = await StartAsync(null);
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "old");
        RedisClient third = connection.Client.ForDatabase(3);
        _ = await third.ExecuteAsync(new RedisCommand("PING"));
        _ = await ChangeAsync(connection, new RedisSecret("next-secret"), PasswordStep.Replace);

        await connection.Client.ChangePasswordAsync(new RedisSecret("next-secret"));
        using (RedisConnection killer = await AccessServer.ConnectAsync(server, "next-secret"))
        {
            _ = await killer.Client.ExecuteAsync(new RedisCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
        }

        Assert.Equal("PONG", (await connection.Client.ExecuteAsync(new RedisCommand("PING"))).AsText());
        Assert.Equal("PONG", (await third.ExecuteAsync(new RedisCommand("PING"))).AsText());
        await using RedisBulkConnection bulk = await connection.Client.OpenBulkAsync();
    }

    [Fact]
    public async Task A_password_that_the_server_does_not_take_changes_nothing_here()
    {
        using FileServer server = await StartAsync(null);
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "old");

        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => connection.Client.ChangePasswordAsync(new RedisSecret("wrong-secret")));

        Assert.DoesNotContain("wrong-secret", e + e.Command, StringComparison.Ordinal);
        await using RedisBulkConnection bulk = await connection.Client.OpenBulkAsync();
    }

    [Fact]
    public async Task The_last_password_that_anybody_knows_is_not_removed()
    {
        using FileServer server = await StartAsync(null);
        using RedisConnection connection = await AccessServer.ConnectAsync(server, "old");

        AclException e = await Assert.ThrowsAsync<AclException>(() => ChangeAsync(connection, new RedisSecret("never-added"), PasswordStep.Finish));

        Assert.Equal(AclFailure.PasswordUnknown, e.Failure);
        Assert.True(await CanAsync(server, "old"));
    }

    // The file server's own helpers come without a password, so it is set when the server runs.
    private static async Task<FileServer> StartAsync(string? binary)
    {
        FileServer server = new FileServer(binary).Write().Start();
        using RedisConnection connection = await AccessServer.ConnectAsync(server);
        _ = await connection.Client.ExecuteAsync(new RedisCommand("CONFIG", "SET", "requirepass", "old"));
        return server;
    }

    private static async Task<PasswordChange> ChangeAsync(RedisConnection connection, RedisSecret password, PasswordStep step)
    {
        PasswordChanger changer = new(connection, "default", password, step);
        await changer.PrepareAsync(persist: false, default);
        return await changer.ApplyAsync(default);
    }

    private static string Text(RespValue value) => value.Items.Count > 0 ? string.Join(' ', value.Items.Select(Text)) : value.ToString();

    private static async Task<bool> CanAsync(FileServer server, string password)
    {
        try
        {
            using RedisConnection connection = await AccessServer.ConnectAsync(server, password);
            return true;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }
}

using RedisPS.Client;
using RedisPS.Core.Persistence;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Persistence;

public sealed class SaveRunTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(SaveMode.Background)]
    [InlineData(SaveMode.Foreground)]
    [InlineData(SaveMode.AofRewrite)]
    public async Task Two_saves_in_one_second_are_two(SaveMode mode)
    {
        using TestServer server = new("appendonly yes");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        for (int i = 0; i < 3; i++)
        {
            await client.DoAsync("SET", "key", i);
            SaveResult result = await new SaveRun(client, "", mode) { Wait = true, Timeout = s_long }.RunAsync(default);
            Assert.Equal(SaveStatus.Completed, result.Status);
            if (mode != SaveMode.AofRewrite) { Assert.Equal(0, result.ChangesSince); }
        }
    }

    [Fact]
    public async Task A_clock_that_was_set_back_is_not_waited_for()
    {
        const long Now = 1_700_000_000;
        using FakeServer server = ClockServer.Start(Now + 3600, Now * 1_000_000, Now, () => Task.CompletedTask);
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
        await client.DoAsync("CONFIG", "GET", "save");
        SaveResult result = await new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = s_long }.RunAsync(default);
        Assert.Equal((SaveStatus.Completed, (long?)Now), (result.Status, result.LastSaveAt?.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task A_save_that_is_already_running_does_not_count()
    {
        using TestServer server = new("rdb-key-save-delay 200");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(5000, "key");
        await client.DoAsync("BGSAVE");
        await client.DoAsync("SET", "later", "1");
        SaveException busy = await Assert.ThrowsAsync<SaveException>(() => new SaveRun(client, "", SaveMode.Background).RunAsync(default));
        Assert.Equal(SaveFailure.Busy, busy.Failure);
        SaveResult result = await new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = s_long }.RunAsync(default);
        Assert.Equal(SaveStatus.Completed, result.Status);

        // What was written after the first save had begun is in the second.
        Assert.Equal(0, (await PersistenceReader.ReadAsync(client, "", default)).ChangesSinceLastSave);
    }

    [Fact]
    public async Task A_child_that_is_killed_is_no_success_although_the_status_stays_ok()
    {
        using TestServer server = new("rdb-key-save-delay 2000");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(20_000, "key");
        Task<SaveResult> run = new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = s_long }.RunAsync(default);
        await ServerChild.SignalAsync(server, "USR1");
        SaveException e = await Assert.ThrowsAsync<SaveException>(() => run);
        Assert.Equal(SaveFailure.Killed, e.Failure);
        Assert.Equal("ok", (await PersistenceReader.ReadAsync(client, "", default)).LastSaveStatus);
    }

    [Fact]
    public async Task A_rewrite_that_is_killed_is_no_success_although_the_status_stays_ok()
    {
        using TestServer server = new("appendonly yes", "rdb-key-save-delay 2000");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(20_000, "key");
        await client.DoAsync("SET", "changed", "1");
        Task<SaveResult> run = new SaveRun(client, "", SaveMode.AofRewrite) { Wait = true, Timeout = s_long }.RunAsync(default);
        await ServerChild.SignalAsync(server, "USR1");
        Assert.Equal(SaveFailure.Killed, (await Assert.ThrowsAsync<SaveException>(() => run)).Failure);
    }

    [Fact]
    public async Task A_child_that_dies_is_a_failure()
    {
        using TestServer server = new("rdb-key-save-delay 2000");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(20_000, "key");
        Task<SaveResult> run = new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = s_long }.RunAsync(default);
        await ServerChild.SignalAsync(server, "KILL");
        Assert.Equal(SaveFailure.Failed, (await Assert.ThrowsAsync<SaveException>(() => run)).Failure);
    }

    [Theory]
    [InlineData(SaveMode.Background)]
    [InlineData(SaveMode.Foreground)]
    public async Task A_file_that_cannot_be_written_is_a_failure_and_the_next_save_may_succeed(SaveMode mode)
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "1");

        // A folder in the place of the file: even root cannot rename a file onto it.
        string inTheWay = Path.Combine(server.DataDirectory, "dump.rdb", "in the way");
        Directory.CreateDirectory(inTheWay);
        SaveException e = await Assert.ThrowsAsync<SaveException>(() => new SaveRun(client, "", mode) { Wait = true, Timeout = s_long }.RunAsync(default));
        Assert.Equal(SaveFailure.Failed, e.Failure);
        Directory.Delete(Path.GetDirectoryName(inTheWay)!, recursive: true);
        Assert.Equal(SaveStatus.Completed, (await new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = s_long }.RunAsync(default)).Status);
    }

    [Fact]
    public async Task A_snapshot_follows_a_rewrite_where_that_is_wanted()
    {
        using TestServer server = new("appendonly yes", "rdb-key-save-delay 100");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(5000, "key");
        await client.DoAsync("BGREWRITEAOF");
        Assert.Equal(SaveStatus.Scheduled, (await new SaveRun(client, "", SaveMode.Background) { Schedule = true }.RunAsync(default)).Status);
        SaveResult result = await new SaveRun(client, "", SaveMode.Background) { Schedule = true, Wait = true, Timeout = s_long }.RunAsync(default);
        Assert.Equal(SaveStatus.Completed, result.Status);
    }

    [Fact]
    public async Task The_wait_ends_when_the_time_is_up_and_says_that_it_goes_on()
    {
        using TestServer server = new("rdb-key-save-delay 5000");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(20_000, "key");
        SaveException e = await Assert.ThrowsAsync<SaveException>(() => new SaveRun(client, "", SaveMode.Background) { Wait = true, Timeout = TimeSpan.FromMilliseconds(300) }.RunAsync(default));
        Assert.Equal(SaveFailure.Timeout, e.Failure);
        Assert.True((await PersistenceReader.ReadAsync(client, "", default)).IsSaving);
    }

    [Fact]
    public async Task An_append_only_file_is_on_only_when_it_is_there()
    {
        using TestServer server = new("rdb-key-save-delay 300");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(3000, "key");
        await client.DoAsync("SET", "changed", "1");
        await client.DoAsync("CONFIG", "SET", "appendonly", "yes");
        RedisPersistence early = await PersistenceReader.ReadAsync(client, "", default);
        Assert.True(early.IsAppendOnly);
        Assert.False(early.IsAppendOnlyReady);
        Assert.NotEqual(0, early.DataAtRisk);
        await new AppendOnlyWait(client).RunAsync(s_long, default);
        RedisPersistence ready = await PersistenceReader.ReadAsync(client, "", default);
        Assert.True(ready.IsAppendOnlyReady);
        Assert.Equal(0, ready.DataAtRisk);
        Assert.NotEmpty(Directory.GetFiles(ready.AppendOnlyPath!));
    }

    [Fact]
    public async Task What_INFO_and_CONFIG_tell_is_typed()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("CONFIG", "SET", "save", "900 1 60 1000");
        await client.DoAsync("SET", "key", "1");
        RedisPersistence persistence = await PersistenceReader.ReadAsync(client, "name", default);
        Assert.Equal([new SaveRule(900, 1), new SaveRule(60, 1000)], persistence.SaveRules);
        Assert.Equal(Path.Combine(server.DataDirectory, "dump.rdb"), persistence.SnapshotFile);
        Assert.Equal(1, persistence.ChangesSinceLastSave);
        Assert.Equal(1, persistence.DataAtRisk);
        Assert.Equal("everysec", persistence.AppendFsync);
        Assert.Equal(64L << 20, persistence.AutoRewriteMinBytes);
        Assert.Empty(persistence.Restrictions);
    }

    [Theory]
    [InlineData("900")]
    [InlineData("900 -1")]
    [InlineData("a b")]
    public void A_rule_that_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => SaveRule.Parse(text));
}

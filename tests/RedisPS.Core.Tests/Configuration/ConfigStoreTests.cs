using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

public sealed class ConfigStoreTests : IDisposable
{
    private static readonly Dictionary<string, string> s_twenty = new()
    {
        ["maxmemory"] = "256mb", ["maxmemory-policy"] = "allkeys-lru", ["maxmemory-samples"] = "7", ["tcp-keepalive"] = "60", ["timeout"] = "301",
        ["appendfsync"] = "always", ["save"] = "900 1 300 10", ["hz"] = "12", ["lfu-decay-time"] = "2", ["lfu-log-factor"] = "11",
        ["no-appendfsync-on-rewrite"] = "yes", ["rdbcompression"] = "no", ["slowlog-max-len"] = "256", ["slowlog-log-slower-than"] = "5000",
        ["latency-monitor-threshold"] = "100", ["notify-keyspace-events"] = "KEA", ["client-output-buffer-limit"] = "replica 512mb 128mb 60",
        ["hash-max-listpack-entries"] = "256", ["activerehashing"] = "no", ["loglevel"] = "verbose",
    };

    private readonly FileServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Twenty_settings_are_one_change_and_the_second_time_none()
    {
        _server.Write().Start();
        await using RedisClient client = await ConnectAsync(_server.Port);
        ConfigStore store = new(client);
        IReadOnlyList<ConfigChange> first = await store.SetAsync(s_twenty, new ConfigSetOptions { Persist = true });
        Assert.Equal(20, s_twenty.Count);
        Assert.All(first, change => Assert.True(change is { Changed: true, Persisted: true, Note: "" }, $"{change} {change.Persisted} {change.Note}"));
        _server.Send("CONFIG", "RESETSTAT");

        IReadOnlyList<ConfigChange> second = await store.SetAsync(s_twenty, new ConfigSetOptions { Persist = true });

        Assert.All(second, change => Assert.True(change is { Changed: false, Persisted: true }, $"{change} {change.Persisted}"));
        string statistics = _server.Send("INFO", "commandstats")!;
        Assert.Contains("config|get:calls=1,", statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("config|set", statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("config|rewrite", statistics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_change_takes_one_round_trip()
    {
        _server.Write().Start();
        using DelayProxy far = new(_server.Port, TimeSpan.FromMilliseconds(100));
        await using RedisClient client = await ConnectAsync(far.Port);
        await using RedisClient near = await ConnectAsync(_server.Port);
        await new ConfigStore(near).SetAsync(s_twenty, new ConfigSetOptions { Persist = true });

        int before = far.RoundTrips;
        await new ConfigStore(client).SetAsync(s_twenty, new ConfigSetOptions { Persist = true });

        Assert.Equal(1, far.RoundTrips - before);
    }

    [Fact]
    public async Task What_is_persisted_is_there_after_a_restart_and_the_rest_is_not()
    {
        _server.Write().Start();
        await using (RedisClient client = await ConnectAsync(_server.Port))
        {
            ConfigStore store = new(client);
            Assert.True(Assert.Single(await store.SetAsync(One("maxmemory", "100mb"), new ConfigSetOptions { Persist = true })).Persisted);
            Assert.False(Assert.Single(await store.SetAsync(One("timeout", "77"))).Persisted);
        }

        _server.Restart();

        Assert.Equal(("104857600", "0"), (_server.Setting("maxmemory"), _server.Setting("timeout")));
    }

    [Fact]
    public async Task What_runs_but_is_not_in_the_file_is_written_when_asked()
    {
        _server.Write().Start();
        await using RedisClient client = await ConnectAsync(_server.Port);
        ConfigStore store = new(client);
        await store.SetAsync(One("timeout", "77"));

        ConfigChange change = Assert.Single(await store.SetAsync(One("timeout", "77"), new ConfigSetOptions { Persist = true }));

        Assert.True(change is { Changed: false, Persisted: true });
        Assert.Contains("timeout 77", File.ReadAllText(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_value_leaves_everything_as_it_was()
    {
        _server.Write().Start();
        await using RedisClient client = await ConnectAsync(_server.Port);

        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => new ConfigStore(client).SetAsync(
            new Dictionary<string, string> { ["maxmemory"] = "100mb", ["maxmemory-policy"] = "lru" }));

        Assert.Contains("allkeys-lru", e.Message, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("maxmemory"));
    }

    [Fact]
    public async Task Without_a_file_nothing_is_changed_when_it_should_last()
    {
        _server.StartWithoutFile();
        await using RedisClient client = await ConnectAsync(_server.Port);

        ConfigException e = await Assert.ThrowsAsync<ConfigException>(() => new ConfigStore(client).SetAsync(One("maxmemory", "100mb"), new ConfigSetOptions { Persist = true }));

        Assert.Equal(ConfigFailure.FileMissing, e.Failure);
        Assert.Equal("0", _server.Setting("maxmemory"));
        Assert.False((await ConfigPersistence.CheckAsync(client)).CanPersist);
    }

    [Fact]
    public async Task A_file_that_the_server_may_not_replace_is_found_out_and_said()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _server.Write().StartUnableToWrite();
        await using RedisClient client = await ConnectAsync(_server.Port);

        ConfigChange change = Assert.Single(await new ConfigStore(client).SetAsync(One("maxmemory", "100mb"), new ConfigSetOptions { Persist = true }));

        Assert.True(change is { Changed: true, Persisted: false });
        Assert.Contains("Permission denied", change.Note, StringComparison.Ordinal);
        Assert.Equal("104857600", _server.Setting("maxmemory"));
    }

    [Fact]
    public async Task A_read_only_mount_is_known_beforehand()
    {
        if (!CanMount())
        {
            return;
        }

        _server.Write("dir /tmp").StartOnReadOnlyMount();
        await using RedisClient client = await ConnectAsync(_server.Port);

        ConfigException e = await Assert.ThrowsAsync<ConfigException>(() => new ConfigStore(client).SetAsync(One("maxmemory", "100mb"), new ConfigSetOptions { Persist = true }));

        Assert.Contains("mounted read-only", e.Message, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("maxmemory"));
    }

    [Fact]
    public async Task A_file_that_is_mounted_by_itself_is_known_beforehand()
    {
        if (!CanMount())
        {
            return;
        }

        _server.Write().StartOnMountedFile();
        await using RedisClient client = await ConnectAsync(_server.Port);

        ConfigPersistence check = await ConfigPersistence.CheckAsync(client);

        Assert.False(check.CanPersist);
        Assert.Contains("mounted as a single file", check.Reason, StringComparison.Ordinal);
        using TestServers.Wire.RawRedis raw = TestServers.Wire.RawRedis.Connect(_server.Port);
        Assert.ThrowsAny<Exception>(() => raw.Send("CONFIG", "REWRITE"));
    }

    [Fact]
    public async Task An_included_file_that_has_the_last_word_is_seen()
    {
        _server.Write("maxmemory 10mb", "include {dir}/later.conf");
        File.WriteAllText(_server.PathOf("later.conf"), "maxmemory 20mb\n");
        _server.Start();
        await using (RedisClient client = await ConnectAsync(_server.Port))
        {
            ConfigChange change = Assert.Single(await new ConfigStore(client).SetAsync(One("maxmemory", "50mb"), new ConfigSetOptions { Persist = true }));

            Assert.True(change is { Changed: true, Persisted: false });
            Assert.Contains("later.conf", change.Note, StringComparison.Ordinal);
        }

        _server.Restart();
        Assert.Equal("20971520", _server.Setting("maxmemory"));
    }

    [Fact]
    public async Task A_default_that_an_included_file_overrules_is_seen()
    {
        _server.Write("include {dir}/first.conf");
        File.WriteAllText(_server.PathOf("first.conf"), "maxmemory 20mb\n");
        _server.Start();
        await using (RedisClient client = await ConnectAsync(_server.Port))
        {
            Assert.True(Assert.Single(await new ConfigStore(client).SetAsync(One("maxmemory", "50mb"), new ConfigSetOptions { Persist = true })).Persisted);
            File.WriteAllLines(_server.ConfigFile, File.ReadAllLines(_server.ConfigFile).Where(line => !line.StartsWith("maxmemory ", StringComparison.Ordinal)));

            // The server writes no line for what is at its default, unless there is one.
            ConfigChange change = Assert.Single(await new ConfigStore(client).SetAsync(One("maxmemory", "0"), new ConfigSetOptions { Persist = true }));
            Assert.True(change is { Changed: true, Persisted: false });
        }

        _server.Restart();
        Assert.Equal("20971520", _server.Setting("maxmemory"));
    }

    [Fact]
    public async Task Secrets_are_not_in_results_or_errors()
    {
        _server.Write().Start();
        await using RedisClient client = await ConnectAsync(_server.Port);

        ConfigChange change = Assert.Single(await new ConfigStore(client).SetAsync(One("masterauth", "hunter2-secret")));
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => new ConfigStore(client).SetAsync(
            new Dictionary<string, string> { ["masterauth"] = "hunter3-secret", ["databases"] = "3" }));

        Assert.Equal(("", "***"), (change.Previous, change.Value));
        Assert.DoesNotContain("hunter", change + e.ToString() + e.Command, StringComparison.Ordinal);
        Assert.Equal("hunter2-secret", _server.Setting("masterauth"));
    }

    [Fact]
    public async Task What_is_read_at_start_only_can_be_left_out()
    {
        _server.Write().Start();
        await using RedisClient client = await ConnectAsync(_server.Port);

        IReadOnlyList<ConfigChange> changes = await new ConfigStore(client).SetAsync(
            new Dictionary<string, string> { ["databases"] = "3", ["timeout"] = "5" }, new ConfigSetOptions { SkipImmutable = true });

        Assert.True(changes[0] is { Name: "databases", Changed: false, RequiresRestart: true, Value: "16" });
        Assert.True(changes[1] is { Name: "timeout", Changed: true, RequiresRestart: false });
    }

    private static Dictionary<string, string> One(string name, string value) => new() { [name] = value };

    private static bool CanMount() => OperatingSystem.IsLinux() && Environment.UserName == "root" && ServerBinary.OnPath("unshare") is not null
        && Process.Start("unshare", ["--mount", "true"]) is { } probe && probe.WaitForExit(5000) && probe.ExitCode == 0;

    private static Task<RedisClient> ConnectAsync(int port) => RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", port) });
}

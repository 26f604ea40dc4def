using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

/// <summary>Servers that close connections which have been silent for some time (their timeout setting).</summary>
public sealed class IdleConnectionTests : IAsyncLifetime
{
    private readonly TestServer _server = new("enable-debug-command local", "timeout 1");
    private RedisClient _client = null!;

    public async Task InitializeAsync() => _client = await TestClient.ConnectAsync(_server);

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1500)]
    public async Task An_operation_whose_keys_come_slowly_goes_on(int atOnce)
    {
        await _client.PopulateAsync(2000, "k");
        MassOperation operation = new(_client, KeySource.Keys(Slowly(2000, atOnce)), new RemoveStep());
        OperationResult result = await operation.RunAsync();
        Assert.Equal((2000, 2000, 0), (result.Matched, result.Succeeded, result.Failed));
        Assert.Equal(0, await _client.SizeAsync());
    }

    [Fact]
    public async Task An_operation_that_is_never_silent_is_not_asked_whether_it_is_there()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(60, "k");
        _ = server.Send("CONFIG", "RESETSTAT");
        MassOperation operation = new(client, KeySource.Walk(new KeyQuery()), new RemoveStep(), new MassOptions { BatchSize = 1, MaxOperationsPerSecond = 20 });
        Assert.Equal(60, (await operation.RunAsync()).Succeeded);

        // Three as its connections are made. A question each half second of the three would make eight of it; a machine that stood still for as long makes one.
        Match asked = Regex.Match(server.Send("INFO", "commandstats")!, "cmdstat_ping:calls=([0-9]+)");
        Assert.InRange(asked.Success ? int.Parse(asked.Groups[1].Value, CultureInfo.InvariantCulture) : 0, 0, 5);
    }

    [Theory]
    [InlineData(KeyColumns.None)]
    [InlineData(KeyColumns.Type)]
    [InlineData(KeyColumns.Type | KeyColumns.Length)]
    public async Task A_walk_whose_keys_are_taken_slowly_goes_on_from_its_cursor(KeyColumns columns)
    {
        await _client.PopulateAsync(5000, "k");
        List<string> names = [];
        await using KeyWalk walk = new(_client, new KeyQuery { ScanCount = 500, Columns = columns });
        while (await NextAsync(walk, columns) is { } page)
        {
            names.AddRange(page);
            if (names.Count is > 0 and < 3000) { WaitUntilClosed(); }
        }

        Assert.Equal(5000, names.Count);
        Assert.Equal(5000, names.Distinct().Count());
        Assert.Equal(5000, walk.Scanned);
    }

    [Fact]
    public async Task A_sample_stays_as_large_as_it_was_asked_for()
    {
        await _client.PopulateAsync(5000, "k");
        List<string> names = [];
        await using KeyWalk walk = new(_client, new KeyQuery { ScanCount = 100, SampleSize = 750, Columns = KeyColumns.Type });
        while (await NextAsync(walk, KeyColumns.Type) is { } page)
        {
            names.AddRange(page);
            WaitUntilClosed();
        }

        Assert.Equal(750, names.Distinct().Count());
    }

    [Fact]
    public async Task A_throttled_change_by_pattern_comes_to_its_end()
    {
        await _client.PopulateAsync(5000, "k");
        int pages = 0;
        MassOptions options = new()
        {
            KeyDone = (_, _) =>
            {
                if (++pages is 1 or 3000) { WaitUntilClosed(); }
            },
        };
        OperationResult result = await new MassOperation(_client, KeySource.Walk(new KeyQuery { ScanCount = 100 }), new ExpireStep { TimeToLive = TimeSpan.FromDays(1) }, options).RunAsync();
        Assert.Equal((5000, 5000), (result.Matched, result.Succeeded));
    }

    [Fact]
    public async Task A_server_that_was_restarted_meanwhile_ends_the_walk_and_that_is_said()
    {
        await _client.PopulateAsync(50_000, "k");
        await using KeyWalk walk = new(_client, new KeyQuery { ScanCount = 100 });
        _ = await walk.NextNamesAsync();
        _server.Kill();
        _server.Start();
        RedisConnectionException e = await Assert.ThrowsAsync<RedisConnectionException>(async () =>
        {
            while (await walk.NextNamesAsync() is not null) { }
        });
        Assert.Contains("was restarted or replaced", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_ask_which_process_answers_is_told_so()
    {
        await _client.PopulateAsync(5000, "k");
        await _client.DoAsync("ACL", "SETUSER", "some", "on", ">p", "~*", "+@all", "-info");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(_server) with { User = "some", Password = new RedisSecret("p") });
        await using KeyWalk walk = new(client, new KeyQuery { ScanCount = 100 });
        _ = await walk.NextNamesAsync();
        WaitUntilClosed();
        RedisConnectionException e = await Assert.ThrowsAsync<RedisConnectionException>(async () =>
        {
            while (await walk.NextNamesAsync() is not null) { }
        });
        Assert.Contains("is not known (INFO tells)", e.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>?> NextAsync(KeyWalk walk, KeyColumns columns) => columns == KeyColumns.None
        ? (await walk.NextNamesAsync())?.Select(key => key.ToString()).ToList()
        : (await walk.NextPageAsync())?.Select(key => key.Key).ToList();

    private IEnumerable<RedisKey> Slowly(int count, int atOnce)
    {
        for (int i = 0; i < count; i++)
        {
            if (i == atOnce || i == 1999) { WaitUntilClosed(); }
            yield return $"k:{i}";
        }
    }

    // The server closes what is silent; only the connection that asks is left.
    private void WaitUntilClosed()
    {
        using var raw = _server.Raw();
        while (raw.Send("CLIENT", "LIST")!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 1) { Thread.Sleep(100); }
    }
}

using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

public sealed class KeyTransferTests(RdbFixture fixture) : IClassFixture<RdbFixture>, IDisposable
{
    private readonly TransferFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ExportFormat.Dump, false)]
    [InlineData(ExportFormat.Dump, true)]
    [InlineData(ExportFormat.JsonLines, false)]
    [InlineData(ExportFormat.JsonLines, true)]
    public async Task Every_key_comes_back_with_its_value_and_its_time(ExportFormat format, bool compress)
    {
        ExportedKeys exported = await _folder.ExportAsync(fixture.Client, format, compress, databases: [0, 7]);
        using TestServer target = new("databases 16", "enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        (KeyRestorePlan plan, OperationResult result) = await _folder.ImportAsync(client, new KeyImportOptions { Conflict = RestoreConflict.Fail });
        Assert.Empty(result.Errors);
        Assert.Equal((exported.Keys, exported.Keys, 0L), (result.Matched, result.Succeeded, plan.Existing));
        Assert.Equal(exported.Types, plan.Types);
        Assert.Equal(await fixture.Client.TextAsync("DEBUG", "DIGEST"), await client.TextAsync("DEBUG", "DIGEST"));
        Assert.Equal(4_000_000_000_123, await client.NumberAsync("PEXPIRETIME", "text"));
        Assert.Equal(-1, await client.NumberAsync("PEXPIRETIME", "int8"));
        Assert.Equal(["keys"], _folder.Files);
        foreach (string stream in new[] { "stream:groups", "stream:empty", "stream:500" })
        {
            Assert.Equal(Describe(await fixture.Client.ExecuteAsync("XINFO", default, "STREAM", stream, "FULL")), Describe(await client.ExecuteAsync("XINFO", default, "STREAM", stream, "FULL")));
        }

        if (!fixture.HasFieldExpiry) { return; }
        foreach (string hash in new[] { "hash:expiring:3", "hash:expiring:500" })
        {
            RespValue times = await client.ExecuteAsync("HPEXPIRETIME", default, hash, "FIELDS", "3", "field 0", "field 1", "field 2");
            Assert.Equal([4_000_000_000_000, -1, 4_000_000_000_000], times.Items.Select(item => item.Integer));
        }
    }

    [Theory]
    [InlineData(ExportFormat.Dump)]
    [InlineData(ExportFormat.JsonLines)]
    public async Task Names_databases_and_times_change_as_was_said(ExportFormat format)
    {
        await _folder.ExportAsync(fixture.Client, format, databases: [0, 7]);
        using TestServer target = new("databases 16");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        KeyImportOptions options = new()
        {
            Keys = new KeyQuery { Patterns = ["text", "list:*", "elsewhere"], Exclude = ["list:large"] },
            Prefix = "copy:",
            DatabaseMap = new Dictionary<int, int> { [7] = 9 },
            IgnoreTimeToLive = true,
        };
        (KeyRestorePlan plan, OperationResult result) = await _folder.ImportAsync(client, options);
        Assert.Equal((4L, 4L), (plan.Written, result.Succeeded));
        Assert.Equal("yes", await client.ForDatabase(9).TextAsync("GET", "copy:elsewhere"));
        Assert.Equal("plain \u20ac", await client.TextAsync("GET", "copy:text"));
        Assert.Equal(-1, await client.NumberAsync("PTTL", "copy:text"));
        (_, OperationResult typed) = await _folder.ImportAsync(client, new KeyImportOptions { Keys = new KeyQuery { Types = ["list"] }, Database = 3 });
        Assert.Equal((3L, 3L), (typed.Succeeded, await client.ForDatabase(3).SizeAsync()));
    }

    [Theory]
    [InlineData(ExportFormat.Dump)]
    [InlineData(ExportFormat.JsonLines)]
    public async Task What_has_expired_since_is_counted_and_stays_away(ExportFormat format)
    {
        using TestServer source = new();
        await using RedisClient client = await TestClient.ConnectAsync(source);
        await client.DoAsync("SET", "short", "x", "PX", 1500);
        await client.DoAsync("SET", "long", "x");
        await _folder.ExportAsync(client, format);
        while (await client.NumberAsync("EXISTS", "short") == 1) { await Task.Delay(50); }
        await client.DoAsync("DEL", "long");
        (KeyRestorePlan plan, OperationResult result) = await _folder.ImportAsync(client);
        Assert.Equal((2L, 1L, 1L), (plan.Matched, plan.Expired, plan.Written));
        Assert.Equal((1L, 1L), (result.Succeeded, result.SkipReasons[KeyRestore.ExpiredReason]));
        Assert.Equal(1, await client.SizeAsync());
        (_, OperationResult forever) = await _folder.ImportAsync(client, new KeyImportOptions { IgnoreTimeToLive = true });
        Assert.Equal((1L, 1L), (forever.Succeeded, forever.SkipReasons[SkipReason.TargetExists]));
    }

    [Theory]
    [InlineData(ExportFormat.Dump)]
    [InlineData(ExportFormat.JsonLines)]
    public async Task What_is_replaced_is_then_as_in_the_file(ExportFormat format)
    {
        await _folder.ExportAsync(fixture.Client, format, databases: [0, 7]);
        using TestServer target = new("databases 16", "enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        await client.DoAsync("SET", "text", "another", "EX", 5000);
        await client.DoAsync("RPUSH", "int8", "another", "type");
        (KeyRestorePlan plan, OperationResult result) = await _folder.ImportAsync(client, new KeyImportOptions { Conflict = RestoreConflict.Replace });
        Assert.Empty(result.Errors);
        Assert.Equal((2L, result.Matched), (plan.Existing, result.Succeeded));
        Assert.Equal(await fixture.Client.TextAsync("DEBUG", "DIGEST"), await client.TextAsync("DEBUG", "DIGEST"));
        Assert.Equal((4_000_000_000_123, -1L), (await client.NumberAsync("PEXPIRETIME", "text"), await client.NumberAsync("PEXPIRETIME", "int8")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_waits_to_replace_a_key_goes_when_the_import_ends_early(bool cancelled)
    {
        using TestServer source = new("enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(source);
        await client.PopulateAsync(50_000, "key");
        await _folder.ExportAsync(client, ExportFormat.JsonLines);
        KeyImport import = new(client, null, _folder.PathOf("keys"), new KeyImportOptions { Conflict = RestoreConflict.Replace });
        using CancellationTokenSource stop = new();
        Task<OperationResult> run = import.RunAsync(stop.Token);
        while (import.Done < 1000) { await Task.Yield(); }
        if (cancelled) { await stop.CancelAsync(); }
        else { _ = source.Send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); }

        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => run);
        Assert.True(cancelled ? e is OperationCanceledException : e is RedisConnectionException, e.ToString());
        Assert.Equal(50_000, await client.SizeAsync() - await LeftAsync(client));
    }

    [Fact]
    public async Task Keys_of_a_server_that_is_newer_are_errors_that_say_so()
    {
        using TestServer target = new();
        await using RedisClient client = await TestClient.ConnectAsync(target);
        using (FileStream stream = File.Create(_folder.PathOf("newer")))
        {
            using DumpWriter writer = new(stream, new KeyFileHeader());
            writer.Add(0, "a", null, [0, 1, (byte)'x', 0xe7, 3, 1, 2, 3, 4, 5, 6, 7, 8]);
            writer.End();
        }

        (_, OperationResult result) = await _folder.ImportAsync(client, name: "newer");
        KeyError error = Assert.Single(result.Errors);
        Assert.Contains("version 999 of the format", error.Message, StringComparison.Ordinal);
    }

    // A server may carry out the last commands of a connection that is closed after what took them away: these keys go by themselves.
    private static async Task<int> LeftAsync(RedisClient client)
    {
        RespValue left = await client.ExecuteAsync("KEYS", default, "*:redisps-import-*");
        foreach (RespValue key in left.Items) { Assert.NotEqual(-1, await client.NumberAsync("PTTL", key.AsText()!)); }
        return left.Items.Count;
    }

    // What a server says of a stream, without how it stores it and when a consumer was seen last.
    private static string Describe(RespValue value)
    {
        if (value.Type is RespType.Map || (value.Items.Count > 0 && value.Items.Count % 2 == 0 && value.Items[0].AsTextOrNull() is "length" or "name"))
        {
            return string.Join(' ', value.AsPairs()
                .Where(pair => pair.Key.AsText() is not ("radix-tree-keys" or "radix-tree-nodes" or "seen-time" or "active-time" or "recorded-first-entry-id" or "idmp-duration" or "idmp-maxsize"))
                .Select(pair => $"{pair.Key.AsText()}={Describe(pair.Value)}"));
        }

        return value.Items.Count > 0 ? $"[{string.Join(", ", value.Items.Select(Describe))}]" : value.Type == RespType.Integer ? value.Integer.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.AsTextOrNull() ?? "";
    }
}

file static class Texts
{
    public static string? AsTextOrNull(this RespValue value) => value.Type is RespType.BlobString or RespType.SimpleString ? value.AsText() : null;
}

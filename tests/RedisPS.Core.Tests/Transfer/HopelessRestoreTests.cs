using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

/// <summary>What a server refuses for every key is one error, and the rest is not sent.</summary>
public sealed class HopelessRestoreTests : IDisposable
{
    private const int Keys = 2500;

    private readonly TransferFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dump", "restore")]
    [InlineData("json", "multi")]
    [InlineData("json", "pexpire")]
    [InlineData("json", "rename")]
    [InlineData("bin", "restore")]
    [InlineData("backup", "restore")]
    public async Task A_user_without_the_command_hears_of_it_once(string way, string missing)
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.DoAsync("ACL", "SETUSER", "few", "on", ">p", "~*", "+@all", $"-{missing}");
        Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)> restore = await PrepareAsync(way, admin);
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "few", Password = new RedisSecret("p") });
        await ExpectOneErrorAsync(restore, client, "NOPERM");
        Assert.Equal(0, await admin.SizeAsync());
    }

    [Theory]
    [InlineData("dump")]
    [InlineData("json")]
    [InlineData("bin")]
    [InlineData("backup")]
    public async Task A_read_only_replica_is_one_error(string way)
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)> restore = await PrepareAsync(way, admin);
        using TestServer replica = new($"replicaof 127.0.0.1 {server.Port}");
        await using RedisClient client = await TestClient.ConnectAsync(replica);
        await ExpectOneErrorAsync(restore, client, "READONLY");
        Assert.Equal(0, await client.SizeAsync());
    }

    [Theory]
    [InlineData(RestoreConflict.Skip, true)]
    [InlineData(RestoreConflict.Skip, false)]
    [InlineData(RestoreConflict.Replace, true)]
    [InlineData(RestoreConflict.Replace, false)]
    public async Task A_command_that_only_some_keys_need_costs_those_alone(RestoreConflict conflict, bool forbidden)
    {
        using TestServer source = new("enable-debug-command local");
        await using RedisClient from = await TestClient.ConnectAsync(source);
        await from.PopulateAsync(Keys, "key");
        for (int i = 0; i < 300; i++) { await from.DoAsync("HSET", $"hash:{i}", "field", "value"); }
        _ = await _folder.ExportAsync(from, ExportFormat.JsonLines);

        using TestServer server = forbidden ? new() : new("rename-command HSET \"\"");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.DoAsync("ACL", "SETUSER", "few", "on", ">p", "~*", "+@all", forbidden ? "-hset" : "+@all");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "few", Password = new RedisSecret("p") });
        (_, OperationResult result) = await _folder.ImportAsync(client, new KeyImportOptions { Conflict = conflict });

        Assert.Equal((Keys, 300L), (result.Succeeded, result.Failed));
        Assert.Equal("HSET", Assert.Single(result.Errors).Command, ignoreCase: true);
        Assert.Equal(Keys, await admin.SizeAsync());
    }

    [Fact]
    public async Task Where_a_time_to_live_cannot_be_taken_away_nothing_is_replaced()
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)> restore = await PrepareAsync("json", admin);
        await admin.DoAsync("SET", "key:1", "as it was");
        await admin.DoAsync("ACL", "SETUSER", "few", "on", ">p", "~*", "+@all", "-persist");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "few", Password = new RedisSecret("p") });
        OperationResult result = await restore(client).Run;
        Assert.Equal((0L, (long)Keys), (result.Succeeded, result.Failed));
        Assert.Equal("PERSIST", Assert.Single(result.Errors).Command);
        Assert.Equal("as it was", await admin.TextAsync("GET", "key:1"));
        Assert.Equal(1, await admin.SizeAsync());
    }

    [Fact]
    public async Task Keys_that_a_user_may_not_write_do_not_keep_the_others()
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)> restore = await PrepareAsync("dump", admin);
        await admin.DoAsync("ACL", "SETUSER", "few", "on", ">p", "~key:*1", "+@all");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "few", Password = new RedisSecret("p") });
        OperationResult result = await restore(client).Run;
        Assert.Equal((250L, 2250L), (result.Succeeded, result.Failed));
        Assert.Equal(100, result.Errors.Count);
    }

    private static async Task ExpectOneErrorAsync(Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)> restore, RedisClient client, string code)
    {
        (Task<OperationResult> run, OperationResult result) = restore(client);
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(() => run);
        Assert.Equal(code, error.Code);
        Assert.True(result.Errors.Count <= 1);

        // At most the window that was refused and the one after it.
        Assert.InRange(result.Matched, 1, 1001);
        Assert.Equal(0, result.Succeeded);
    }

    // Makes keys and takes them out of the server in one of the ways; gives what brings them back.
    private async Task<Func<RedisClient, (Task<OperationResult> Run, OperationResult Result)>> PrepareAsync(string way, RedisClient admin)
    {
        await admin.PopulateAsync(Keys, "key");
        if (way == "backup")
        {
            RedisBackup backup = await new BackupRun(admin, null, new BackupOptions { Folder = _folder.PathOf("backups"), Method = BackupMethod.Logical }).RunAsync(default);
            await admin.DoAsync("FLUSHALL");
            return client =>
            {
                KeyRestore restore = new(client, null, backup, new BackupQuery(), null, RestoreConflict.Replace);
                return (restore.RunAsync(default), restore.Result);
            };
        }

        RecycledOperation? operation = null;
        if (way == "bin")
        {
            RecycleFolder bin = new(_folder.PathOf("bin"));
            OperationResult removed = await new MassOperation(admin, KeySource.Walk(new KeyQuery()), new RecycleStep(bin)).RunAsync();
            operation = bin.Find(removed.OperationId.ToString());
        }
        else { _ = await _folder.ExportAsync(admin, way == "json" ? ExportFormat.JsonLines : ExportFormat.Dump); }

        await admin.DoAsync("FLUSHALL");
        KeyImportOptions options = new() { Conflict = RestoreConflict.Replace };
        return client =>
        {
            KeyImport import = operation is null ? new KeyImport(client, null, _folder.PathOf("keys"), options) : RecycleBinContents.Restore(operation, client, null, options);
            return (import.RunAsync(default), import.Result);
        };
    }
}

using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Benchmarks.Contestants;

/// <summary>The jobs as RedisPS.Core does them, on a connection that is already open.</summary>
internal sealed class CoreWork : IDisposable
{
    private readonly RedisClient _client;

    public CoreWork(int port) => _client = RedisClient.ConnectAsync(
        new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", port) }, CancellationToken.None).GetAwaiter().GetResult();

    public void Dispose() => _client.Dispose();

    public void Names() => NamesAsync().GetAwaiter().GetResult();

    public void Metadata() => MetadataAsync().GetAwaiter().GetResult();

    public void Remove(string pattern) => Run(pattern, new RemoveStep());

    public void Expire(string pattern, TimeSpan timeToLive) => Run(pattern, new ExpireStep { TimeToLive = timeToLive });

    public void Export(string pattern, string path)
    {
        using KeyExport export = new(_client, null, new KeyExportOptions { Path = path, Format = ExportFormat.Dump, Overwrite = true });
        MassOperation operation = new(_client, KeySource.Walk(new KeyQuery { Patterns = [pattern] }), export.Step(), new MassOptions());
        _ = export.Finish([operation.RunAsync(CancellationToken.None).GetAwaiter().GetResult()]);
    }

    public void Import(string path, int database)
    {
        KeyImport import = new(_client, null, path, new KeyImportOptions { Database = database });
        _ = import.PlanAsync(false, CancellationToken.None).GetAwaiter().GetResult();
        OperationResult result = import.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (result.Succeeded == 0 || result.Succeeded < result.Matched)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }

    /// <summary>The path of the backup.</summary>
    public string BackUp(string folder)
    {
        RedisBackup backup = new BackupRun(_client, null, new BackupOptions { Folder = folder, Name = Guid.NewGuid().ToString("N") }).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return backup.IsVerified ? backup.Path : throw new InvalidOperationException("The backup was not verified.");
    }

    public void Test(string path)
    {
        BackupTest test = BackupVerifier.TestAsync(BackupFolder.Find(path)).GetAwaiter().GetResult();
        if (!test.IsGood)
        {
            throw new InvalidOperationException(test.Problem);
        }
    }

    private async Task NamesAsync()
    {
        await using KeyWalk walk = new(_client, new KeyQuery());
        while (await walk.NextNamesAsync(CancellationToken.None) is not null)
        {
        }
    }

    private async Task MetadataAsync()
    {
        KeyQuery query = new() { Columns = KeyColumns.Type | KeyColumns.TimeToLive | KeyColumns.Memory };
        await using KeyWalk walk = new(_client, query);
        while (await walk.NextPageAsync(CancellationToken.None) is not null)
        {
        }
    }

    private void Run(string pattern, MassStep step)
    {
        MassOperation operation = new(_client, KeySource.Walk(new KeyQuery { Patterns = [pattern] }), step, new MassOptions());
        OperationResult result = operation.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (result.Failed > 0 || result.Succeeded == 0)
        {
            throw new InvalidOperationException($"{result.Action}: {result.Succeeded} succeeded, {result.Failed} failed.");
        }
    }
}

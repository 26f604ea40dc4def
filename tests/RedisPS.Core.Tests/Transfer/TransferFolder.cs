using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.Tests.Transfer;

/// <summary>A folder of exports that vanishes.</summary>
public sealed class TransferFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-transfer-");

    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name);

    public void Dispose() => _folder.Delete(recursive: true);

    internal async Task<ExportedKeys> ExportAsync(RedisClient client, ExportFormat format, bool compress = false, string name = "keys", params int[] databases)
    {
        using KeyExport export = new(client, null, new KeyExportOptions { Path = PathOf(name), Format = format, Compress = compress });
        List<OperationResult> results = [];
        foreach (int database in databases.Length == 0 ? [0] : databases)
        {
            results.Add(await new MassOperation(client.ForDatabase(database), KeySource.Walk(new KeyQuery()), export.Step()).RunAsync());
        }

        return export.Finish(results);
    }

    internal async Task<(KeyRestorePlan Plan, OperationResult Result)> ImportAsync(RedisClient client, KeyImportOptions? options = null, string name = "keys")
    {
        KeyImport import = new(client, null, PathOf(name), options ?? new KeyImportOptions());
        KeyRestorePlan plan = await import.PlanAsync(true, default);
        return (plan, await import.RunAsync(default));
    }
}

namespace RedisPS.Benchmarks.Data;

/// <summary>A folder for what is backed up, emptied before each turn.</summary>
internal sealed class BackupPlace : IDisposable
{
    private int _files;

    public string Folder { get; } = Directory.CreateTempSubdirectory("redisps-bench-").FullName;

    public string NewFile() => Path.Combine(Folder, $"{Interlocked.Increment(ref _files)}.snapshot");

    public void Empty()
    {
        foreach (string file in Directory.EnumerateFiles(Folder))
        {
            File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

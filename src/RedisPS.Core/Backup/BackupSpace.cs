using RedisPS.Client;

namespace RedisPS.Core.Backup;

/// <summary>Finds out before anything is written whether a backup will fit.</summary>
internal sealed class BackupSpace(BackupFolder folder, BackupOptions options, string server)
{
    // What a server holds in memory is more than its snapshot takes, nearly always; a quarter of it is what a snapshot hardly goes below.
    private const int LeastShare = 4;

    /// <summary>Estimates by the memory of the server and by its last backup in this folder, whichever says more.</summary>
    public async Task RequireAsync(RedisClient source, long besides, CancellationToken cancellationToken)
    {
        RespValue info = await source.SendAsync(new RedisCommand("INFO", "memory"), cancellationToken).ConfigureAwait(false);
        long held = 0;
        foreach (string line in (info.IsError ? "" : info.AsText() ?? "").Split('\n'))
        {
            if (line.StartsWith("used_memory_dataset:", StringComparison.Ordinal)) { _ = long.TryParse(line.AsSpan(20).Trim(), out held); }
        }

        RedisBackup? last = folder.List().FirstOrDefault(backup => string.Equals(backup.Server, server, StringComparison.OrdinalIgnoreCase));
        long byMemory = Packed(held / LeastShare);
        long byLast = last is null ? 0 : last.IsCompressed == options.Compress ? last.Bytes : Packed(last.RdbBytes);
        string why = byLast > byMemory ? $"the last one took {ByteSize.Format(byLast)}" : $"the server holds {ByteSize.Format(held)}";
        folder.RequireSpace(Math.Max(byMemory, byLast) + besides, $"a backup of this server ({why}{(besides > 0 ? $", and its append-only file has {ByteSize.Format(besides)}" : "")})");
    }

    /// <summary>The source knows now how long the snapshot is.</summary>
    public void Announce(long bytes) => folder.RequireSpace(Packed(bytes), $"the snapshot of {ByteSize.Format(bytes)}");

    private long Packed(long bytes) => options.Compress ? bytes / LeastShare : bytes;
}

namespace RedisPS.Core.Backup;

/// <summary>Compares the files beside a backup with what its manifest says of them.</summary>
internal static class BackupFileVerifier
{
    /// <summary>What is wrong with the first file that is not as it was; null when all are.</summary>
    public static async Task<string?> ProblemAsync(RedisBackup backup, CancellationToken cancellationToken)
    {
        foreach (BackupFile file in backup.AppendOnlyFiles)
        {
            string path = Path.Combine(backup.AppendOnlyPath, Path.GetFileName(file.Name));
            try
            {
                string hash = await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
                if (!string.Equals(hash, file.Sha256, StringComparison.OrdinalIgnoreCase)) { return $"{file.Name} of the append-only file is not the one that the manifest describes: its SHA-256 differs."; }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"{file.Name} of the append-only file cannot be read: {e.Message}"; }
        }

        return null;
    }
}

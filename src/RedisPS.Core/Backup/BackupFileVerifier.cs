namespace RedisPS.Core.Backup;

/// <summary>Compares the files beside a backup with what its manifest says of them.</summary>
internal static class BackupFileVerifier
{
    /// <summary>What is wrong with the first file that is not as it was; null when all are. Files without a hash in the manifest are not looked at.</summary>
    public static async Task<string?> ProblemAsync(RedisBackup backup, CancellationToken cancellationToken) =>
        await ProblemAsync(Path.GetDirectoryName(backup.Path)!, backup.CompanionFiles, "", cancellationToken).ConfigureAwait(false)
        ?? await ProblemAsync(backup.AppendOnlyPath, backup.AppendOnlyFiles, " of the append-only file", cancellationToken).ConfigureAwait(false);

    private static async Task<string?> ProblemAsync(string folder, IReadOnlyList<BackupFile> files, string of, CancellationToken cancellationToken)
    {
        foreach (BackupFile file in files)
        {
            try
            {
                string hash = await FileHash.Sha256Async(Path.Combine(folder, Path.GetFileName(file.Name)), cancellationToken).ConfigureAwait(false);
                if (!string.Equals(hash, file.Sha256, StringComparison.OrdinalIgnoreCase)) { return $"{file.Name}{of} is not the one that the manifest describes: its SHA-256 differs."; }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"{file.Name}{of} cannot be read: {e.Message}"; }
        }

        return null;
    }
}

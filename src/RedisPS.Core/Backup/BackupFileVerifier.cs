using System.Security.Cryptography;

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
                FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
                await using (stream.ConfigureAwait(false))
                {
                    byte[] hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
                    if (!string.Equals(Convert.ToHexString(hash), file.Sha256, StringComparison.OrdinalIgnoreCase)) { return $"{file.Name} of the append-only file is not the one that the manifest describes: its SHA-256 differs."; }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"{file.Name} of the append-only file cannot be read: {e.Message}"; }
        }

        return null;
    }
}

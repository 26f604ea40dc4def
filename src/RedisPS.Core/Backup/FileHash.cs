using System.Security.Cryptography;

namespace RedisPS.Core.Backup;

/// <summary>The hash of a file that is there already.</summary>
internal static class FileHash
{
    /// <summary>Its SHA-256 in hexadecimal.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)).ToLowerInvariant();
        }
    }
}

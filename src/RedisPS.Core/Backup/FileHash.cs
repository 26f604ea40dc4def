using System.Security.Cryptography;

namespace RedisPS.Core.Backup;

/// <summary>Hashes of files as a manifest holds them: SHA-256 in hexadecimal.</summary>
internal static class FileHash
{
    /// <summary>A hash as text.</summary>
    public static string Text(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();

    /// <summary>That of a file that is there already.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            return Text(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }
}

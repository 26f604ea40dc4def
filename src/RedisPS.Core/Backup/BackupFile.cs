namespace RedisPS.Core.Backup;

/// <summary>A file that belongs to a backup.</summary>
/// <param name="Name">Its name, with its folder below that of the backup.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256)
{
    /// <summary>The name.</summary>
    /// <returns>Same as <see cref="Name"/>.</returns>
    public override string ToString() => Name;
}

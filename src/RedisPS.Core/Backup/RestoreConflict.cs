namespace RedisPS.Core.Backup;

/// <summary>What happens to a key that is there already.</summary>
public enum RestoreConflict
{
    /// <summary>It stays as it is.</summary>
    Skip,

    /// <summary>The one in the backup takes its place.</summary>
    Replace,

    /// <summary>Nothing at all is restored.</summary>
    Fail,
}

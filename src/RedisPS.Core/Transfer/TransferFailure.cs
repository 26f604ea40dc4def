namespace RedisPS.Core.Transfer;

/// <summary>What kept keys from being exported, imported or taken out of the recycle bin.</summary>
public enum TransferFailure
{
    /// <summary>The file or folder cannot be made or written to.</summary>
    NotWritable,

    /// <summary>There is not enough space.</summary>
    NoSpace,

    /// <summary>A file of that name is there already.</summary>
    AlreadyExists,

    /// <summary>No such file, or it cannot be read.</summary>
    NotFound,

    /// <summary>What the file holds is not whole, or was changed.</summary>
    Damaged,

    /// <summary>The file is of another kind.</summary>
    UnknownFormat,
}

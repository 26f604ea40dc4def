namespace RedisPS.Core.Rdb;

/// <summary>What the checksum at the end of an RDB says.</summary>
public enum RdbChecksum
{
    /// <summary>The end has not been reached.</summary>
    NotReached,

    /// <summary>It fits every byte before it.</summary>
    Good,

    /// <summary>There is none: the server wrote it with rdbchecksum no, or the format is older than version 5.</summary>
    Absent,
}

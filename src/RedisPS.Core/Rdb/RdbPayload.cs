namespace RedisPS.Core.Rdb;

/// <summary>How a value looks that DUMP gives and RESTORE takes: a type code, the value as in an RDB, and a footer.</summary>
internal static class RdbPayload
{
    /// <summary>Version of the format (2 bytes) and checksum (8 bytes), at the end.</summary>
    public const int FooterBytes = 10;
}

namespace RedisPS.Client;

/// <summary>What of a SCAN reply comes next.</summary>
internal enum ScanStage
{
    Outer,
    Cursor,
    Inner,
    Keys,
}

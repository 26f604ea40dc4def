namespace RedisPS.Core.Rdb;

/// <summary>What stands between keys (rdb.h).</summary>
internal static class RdbOpcode
{
    /// <summary>What modules attach to a key (8.6). Valkey 9 means something else by it.</summary>
    public const byte KeyMetadata = 243;

    public const byte SlotInfo = 244;
    public const byte Function = 245;
    public const byte FunctionBeforeRelease = 246;
    public const byte ModuleAuxiliary = 247;
    public const byte Idle = 248;
    public const byte Frequency = 249;
    public const byte Auxiliary = 250;
    public const byte ResizeDatabase = 251;
    public const byte ExpireMilliseconds = 252;
    public const byte ExpireSeconds = 253;
    public const byte SelectDatabase = 254;
    public const byte End = 255;
}

namespace RedisPS.Core.Transfer;

/// <summary>A value in parts that do not depend on how a server stores it.</summary>
internal sealed class KeyContent
{
    /// <summary>string, list, set, zset, hash, stream, or a module's type.</summary>
    public string Type { get; set; } = "";

    /// <summary>The bytes of a string.</summary>
    public byte[]? Text { get; set; }

    /// <summary>The elements of a list or a set.</summary>
    public List<byte[]> Elements { get; } = [];

    /// <summary>The members of a sorted set.</summary>
    public List<(byte[] Member, double Score)> Members { get; } = [];

    /// <summary>The fields of a hash, and when each expires.</summary>
    public List<(byte[] Name, byte[] Value, long? ExpiresAt)> Fields { get; } = [];

    /// <summary>What a stream holds.</summary>
    public StreamContent? Stream { get; set; }

    /// <summary>The whole as DUMP gave it, where its parts are not known.</summary>
    public byte[]? Dump { get; set; }
}

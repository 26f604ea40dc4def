namespace RedisPS.Core.Configuration;

/// <summary>How two settings compare.</summary>
public enum ConfigDifferenceKind
{
    /// <summary>They mean the same.</summary>
    Equal,

    /// <summary>They mean something else.</summary>
    Different,

    /// <summary>Only the server knows the setting.</summary>
    OnlyHere,

    /// <summary>Only the reference knows it.</summary>
    OnlyThere,
}

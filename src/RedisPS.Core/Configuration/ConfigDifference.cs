namespace RedisPS.Core.Configuration;

/// <summary>A setting of a server beside that of another server, or of a file.</summary>
public sealed class ConfigDifference
{
    /// <summary>The setting.</summary>
    public required string Name { get; init; }

    /// <summary>What the server has; *** for a secret; null when it does not know the setting.</summary>
    public string? Value { get; init; }

    /// <summary>What the reference has; *** for a secret; null when it does not know the setting.</summary>
    public string? ReferenceValue { get; init; }

    /// <summary>Which of them has what.</summary>
    public ConfigDifferenceKind Difference { get; init; }

    /// <summary>Whether nobody should see the values.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The other server, or the file.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value ?? "(unknown)"}, {Reference} has {ReferenceValue ?? "(unknown)"}";
}

namespace RedisPS.Core.Configuration;

/// <summary>A setting that the next start of the server would change, because its configuration file says something else.</summary>
/// <param name="Name">The setting.</param>
/// <param name="InFile">What a start with the file gives; *** for a secret.</param>
/// <param name="Running">What the server has; *** for a secret.</param>
public sealed record ConfigFileDifference(string Name, string? InFile, string? Running)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {InFile} -> {Running}";
}

namespace RedisPS.Core.Installation;

/// <summary>What a setting in a configuration file was and is.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Previous">Its value before; null when the file did not say.</param>
/// <param name="Value">Its value now; secrets are not shown.</param>
/// <param name="Changed">Whether the file was changed for it.</param>
public sealed record ConfigEdit(string Name, string? Previous, string Value, bool Changed)
{
    /// <summary>What further lines of this setting said that the file no longer has; secrets are not shown.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Value}";
}

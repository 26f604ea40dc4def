namespace RedisPS.Core.Connections;

/// <summary>A setting of a connection, and where its value came from.</summary>
/// <param name="ConnectionName">The connection.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The value as text; three stars for a secret, empty when there is none.</param>
/// <param name="Source">The place it came from: a parameter, a URL, a file, an environment variable, or <c>default</c>.</param>
public sealed record ConnectionSetting(string ConnectionName, SettingName Setting, string Value, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Setting} = {Value} ({Source})";
}

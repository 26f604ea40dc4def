namespace RedisPS.Core.DesiredState;

/// <summary>A wanted value of a setting.</summary>
/// <param name="Section">Configuration or Persistence.</param>
/// <param name="Name">The setting, as the server calls it.</param>
/// <param name="Value">The wanted text; a share of the system's memory as it was written, such as 50%.</param>
public sealed record DesiredSetting(StateSection Section, string Name, string Value)
{
    /// <summary>Whether it is a share of the system's memory, which the server has to be asked for.</summary>
    internal bool IsShare => Name == "maxmemory" && Value.EndsWith('%');

    /// <summary>Never shows a secret.</summary>
    public override string ToString() => $"{Name} {Configuration.ConfigCatalogue.Mask(Name, Value)}";
}

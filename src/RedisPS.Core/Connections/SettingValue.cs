namespace RedisPS.Core.Connections;

/// <summary>A setting's value and where it came from.</summary>
/// <param name="Value">The value, of the type the setting has.</param>
/// <param name="Source">Where it came from, for people: <c>environment REDIS_HOST</c>.</param>
public sealed record SettingValue(object Value, string Source);

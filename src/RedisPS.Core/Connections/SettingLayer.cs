using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>The settings that one place gives: the parameters, a URL, a file, the environment.</summary>
public sealed class SettingLayer
{
    private readonly Dictionary<SettingName, SettingValue> _values = [];
    private readonly List<string> _notes = [];

    /// <summary>The settings, each with its source.</summary>
    public IReadOnlyDictionary<SettingName, SettingValue> Values => _values;

    /// <summary>What was there but is not used, and why. Never holds a value that may be secret.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>What stands alone before the @ of a URL: its password; but the user, where a more important place gives the password. Null: nothing does.</summary>
    public string? LoneUserInfo { get; internal set; }

    /// <summary>Whether this place says which server is meant, so that its credentials are meant for that server.</summary>
    public bool NamesServer => _values.ContainsKey(SettingName.HostName) || _values.ContainsKey(SettingName.SocketPath);

    /// <summary>Sets a typed value; the first one stays.</summary>
    public void Set(SettingName name, object value, string source) => _values.TryAdd(name, new SettingValue(value, source));

    /// <summary>Sets a value from text.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="text">The text; it is not shown in errors where it may be secret.</param>
    /// <param name="source">Where it came from, for errors and for <see cref="SettingValue.Source"/>.</param>
    /// <exception cref="RedisConfigurationException">The text is no value of this setting.</exception>
    public void SetText(SettingName name, string text, string source) => Set(name, Parse(name, text, source), source);

    /// <summary>Notes what is ignored.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Takes over what another place of the same rank gives and this one does not.</summary>
    public void Merge(SettingLayer other)
    {
        foreach ((SettingName name, SettingValue value) in other._values)
        {
            _values.TryAdd(name, value);
        }

        LoneUserInfo ??= other.LoneUserInfo;
        _notes.AddRange(other._notes);
    }

    private static object Parse(SettingName name, string text, string source)
    {
        switch (name)
        {
            case SettingName.Password or SettingName.CertificatePassword:
                return new RedisSecret(text);
            case SettingName.Port:
                return Whole(text, 1, 65535, source);
            case SettingName.Database:
                return Whole(text, 0, int.MaxValue, source);
            case SettingName.MaxRetry:
                return Whole(text, 0, 1000, source);
            case SettingName.Tls or SettingName.SkipCertificateCheck or SettingName.ReadOnly:
                return Flag(text, source);
            case SettingName.ConnectTimeout or SettingName.OperationTimeout or SettingName.KeepAlive or SettingName.HealthCheckInterval or SettingName.RetryBackoff:
                return DurationText.TryParse(text, out TimeSpan span) && span >= TimeSpan.Zero
                    ? span
                    : throw new RedisConfigurationException($"{source}: '{text}' is not a duration. Use {DurationText.Forms}.");
            case SettingName.Protocol:
                return text.ToLowerInvariant() switch
                {
                    "auto" => RedisProtocol.Auto,
                    "2" or "resp2" => RedisProtocol.Resp2,
                    "3" or "resp3" => RedisProtocol.Resp3,
                    _ => throw new RedisConfigurationException($"{source}: '{text}' is not a protocol. Use auto, resp2 or resp3."),
                };
            default:
                return text;
        }
    }

    private static int Whole(string text, int smallest, int largest, string source) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= smallest && number <= largest
            ? number
            : throw new RedisConfigurationException(string.Create(CultureInfo.InvariantCulture, $"{source}: '{text}' is not a number from {smallest} to {largest}."));

    private static bool Flag(string text, string source) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" or "" => false,
        _ => throw new RedisConfigurationException($"{source}: '{text}' is neither true nor false."),
    };
}

using System.Text;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.DesiredState;
using RedisPS.Core.Service;

namespace RedisPS.Core.Configuration;

/// <summary>The settings of a running server, for a file.</summary>
public sealed class ConfigExport
{
    // Empty is how the server shows that these are not set; in a file an empty value is refused, or means something else.
    private static readonly HashSet<string> s_notEmpty = new(StringComparer.OrdinalIgnoreCase) { "replicaof", "slaveof", "bind-source-addr", "tls-protocols", "oom-score-adj-values" };

    private readonly RedisConnection _connection;
    private readonly IReadOnlyList<ConfigSetting> _settings;

    private ConfigExport(RedisConnection connection, IReadOnlyList<ConfigSetting> settings)
    {
        _connection = connection;
        _settings = settings;
    }

    /// <summary>How many secrets that are set were left out.</summary>
    public int LeftOut { get; private init; }

    /// <summary>Reads a server. Redis command: CONFIG GET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="changedOnly">Whether only what is not at its default.</param>
    /// <param name="includeSensitive">Whether with secrets.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The server refused.</exception>
    public static async Task<ConfigExport> ReadAsync(RedisConnection connection, bool changedOnly, bool includeSensitive, CancellationToken stop = default)
    {
        IReadOnlyList<ConfigSetting> all = await ConfigReader.ReadAsync(connection, ["*"], includeSensitive: true, stop).ConfigureAwait(false);
        ConfigSetting[] chosen = all.Where(setting => setting.AliasOf is null && (!changedOnly || setting.IsDefault != true)).ToArray();
        return new ConfigExport(connection, chosen.Where(setting => includeSensitive || !setting.IsSensitive).ToArray())
        {
            LeftOut = includeSensitive ? 0 : chosen.Count(setting => setting.IsSensitive && setting.RawValue.Length > 0),
        };
    }

    /// <summary>As a redis.conf that a server of this product and version starts with.</summary>
    public string ToConf()
    {
        StringBuilder text = new($"# Configuration of {_connection.Server}, {_connection.ServerVersion}, {DateTime.Now:yyyy-MM-dd HH:mm}.\n# Users, renamed commands and modules are not in it: CONFIG GET does not tell them.\n");
        if (LeftOut > 0)
        {
            text.Append("# Secrets were left out: requirepass and others have to be added.\n");
        }

        foreach (ConfigSetting setting in _settings.Where(setting => setting.RawValue.Length > 0 || !s_notEmpty.Contains(setting.Name)))
        {
            text.Append(Line(setting.Name, setting.RawValue)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>As JSON: numbers are numbers.</summary>
    public string ToJson() => DataWriter.ToJson(Data());

    /// <summary>As a PowerShell data file.</summary>
    public string ToPsd1() => DataWriter.ToPsd1(Data(), $"Configuration of {_connection.Server}, {_connection.ServerVersion}, {DateTime.Now:yyyy-MM-dd HH:mm}.");

    /// <summary>A line of redis.conf that is read back as it was meant.</summary>
    internal static string Line(string name, string value) => value.Length > 0 && ConfigCatalogue.Find(name)?.Kind is ConfigKind.Words or ConfigKind.Numbers or ConfigKind.SavePoints or ConfigKind.BufferLimits or ConfigKind.Flags
        ? $"{name} {value.ReplaceLineEndings(" ")}"
        : ConfigurationLine.Format(name, value);

    private Dictionary<string, object?> Data() => _settings.ToDictionary(
        setting => setting.Name, setting => setting.IsSensitive ? setting.RawValue : (object?)setting.Value, StringComparer.OrdinalIgnoreCase);
}

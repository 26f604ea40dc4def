using System.Text;
using RedisPS.Core.DesiredState;

namespace RedisPS.Core.Configuration;

/// <summary>A configuration for a new server, from a profile and what is wanted otherwise. Redis 7.0 and 8 and Valkey 8 start with it.</summary>
public sealed class ConfigTemplate
{
    private static readonly (string Name, string Value, string Why)[] s_all =
    [
        ("bind", "127.0.0.1 -::1", "This machine only. To be reached from others: name the addresses, and set users or requirepass first."),
        ("protected-mode", "yes", "Refuses others while there is no password."),
        ("port", "6379", ""),
        ("tcp-keepalive", "60", "Finds out about clients that are gone, in seconds."),
    ];

    private static readonly (string Name, string Value, string Why)[] s_cache =
    [
        ("maxmemory", "256mb", "Set this to what the machine can spare, at most three quarters of its memory."),
        ("maxmemory-policy", "allkeys-lru", "Room is made by removing what was not used for longest."),
        ("save", "", "Nothing is written to disk."),
        ("appendonly", "no", ""),
        ("timeout", "300", "Closes idle connections, in seconds."),
        ("lazyfree-lazy-eviction", "yes", "Big keys are freed in the background."),
        ("lazyfree-lazy-expire", "yes", ""),
        ("lazyfree-lazy-server-del", "yes", ""),
        ("lazyfree-lazy-user-del", "yes", ""),
    ];

    private static readonly (string Name, string Value, string Why)[] s_durable =
    [
        ("maxmemory", "2gb", "Set this to what the machine can spare: saving needs up to as much again for a while."),
        ("maxmemory-policy", "noeviction", "Writes fail when it is full; nothing is thrown away."),
        ("appendonly", "yes", "Every write goes to the append-only file."),
        ("appendfsync", "everysec", "A power failure costs a second at most; always costs none, and speed."),
        ("auto-aof-rewrite-percentage", "100", ""),
        ("auto-aof-rewrite-min-size", "64mb", ""),
        ("aof-use-rdb-preamble", "yes", ""),
        ("save", "3600 1 300 100 60 10000", "Snapshots besides: after seconds with at least so many changes."),
        ("rdbcompression", "yes", ""),
        ("rdbchecksum", "yes", ""),
        ("stop-writes-on-bgsave-error", "yes", "Writes fail when saving does, so that somebody notices."),
        ("timeout", "0", ""),
    ];

    private static readonly (string Name, string Value, string Why)[] s_queue =
    [
        ("maxmemory", "1gb", "Set this to what the machine can spare."),
        ("maxmemory-policy", "noeviction", "A job must not be thrown away: producers get an error when it is full."),
        ("appendonly", "yes", "Jobs outlive a restart."),
        ("appendfsync", "everysec", "A power failure costs a second at most."),
        ("save", "", "The append-only file is enough."),
        ("timeout", "0", "Workers wait for jobs as long as it takes."),
        ("client-output-buffer-limit", "pubsub 64mb 16mb 120", "Slow subscribers are given time."),
        ("stream-node-max-entries", "100", ""),
        ("lazyfree-lazy-user-del", "yes", ""),
    ];

    private readonly ConfigProfile _profile;
    private readonly List<(string Name, string Value, string Why)> _lines = [];

    private ConfigTemplate(ConfigProfile profile) => _profile = profile;

    /// <summary>Makes one.</summary>
    /// <param name="profile">What the server is for.</param>
    /// <param name="settings">What is wanted otherwise: values as <see cref="StateDefinition"/> takes them.</param>
    /// <exception cref="ConfigException">A value cannot be used.</exception>
    public static ConfigTemplate Create(ConfigProfile profile, IReadOnlyDictionary<string, object?> settings)
    {
        ConfigTemplate template = new(profile);
        template._lines.AddRange(s_all);
        template._lines.AddRange(profile switch { ConfigProfile.Cache => s_cache, ConfigProfile.Durable => s_durable, _ => s_queue });
        foreach (DesiredSetting setting in StateDefinition.From(new Dictionary<string, object?> { ["Configuration"] = settings }).Settings)
        {
            if (setting.IsShare)
            {
                throw new ConfigException(ConfigFailure.InvalidValue, $"'{setting.Value}' is no value for maxmemory in a file: a share of which memory?", "Give bytes, such as 2gb. Set-RedisDesiredState takes a share of the server's machine.");
            }

            int at = template._lines.FindIndex(line => line.Name == setting.Name);
            (string, string, string) wanted = (setting.Name, setting.Value, "As given.");
            if (at < 0)
            {
                template._lines.Add(wanted);
            }
            else
            {
                template._lines[at] = wanted;
            }
        }

        return template;
    }

    /// <summary>Whether there is a secret in it.</summary>
    public bool HasSecret => _lines.Any(line => ConfigCatalogue.IsSensitive(line.Name) && line.Value.Length > 0);

    /// <summary>As redis.conf.</summary>
    public string ToConf()
    {
        StringBuilder text = new($"# Profile {_profile}.\n");
        foreach ((string name, string value, string why) in _lines)
        {
            text.Append('\n').Append(why.Length > 0 ? $"# {why}\n" : "").Append(ConfigExport.Line(name, value)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>As a file for docker compose: published on this machine only, its data in a volume.</summary>
    /// <param name="image">The image.</param>
    /// <param name="program">The server's program in it: redis-server or valkey-server.</param>
    public string ToCompose(string image, string program)
    {
        string name = program.Split('-')[0];
        string port = _lines.First(line => line.Name == "port").Value;
        List<string> arguments = [program];
        foreach ((string setting, string value, _) in _lines)
        {
            // In a container it listens everywhere; who may come in is the matter of its published port.
            (string given, string quiet) = setting switch { "bind" => ("", "bind"), "protected-mode" => ("no", ""), _ => (value, "") };
            if (quiet.Length == 0)
            {
                arguments.Add($"--{setting}");
                arguments.AddRange(Words(setting, given));
            }
        }

        StringBuilder text = new($"# Profile {_profile}.\nservices:\n  {name}:\n    image: {Quote(image)}\n    restart: unless-stopped\n    command:\n");
        foreach (string argument in arguments)
        {
            text.Append("      - ").Append(Quote(argument)).Append('\n');
        }

        text.Append($"    ports:\n      - {Quote($"127.0.0.1:{port}:{port}")}\n    volumes:\n      - {Quote($"{name}_data:/data")}\n    healthcheck:\n");
        text.Append($"      test: [{Quote("CMD")}, {Quote($"{name}-cli")}, {Quote("-p")}, {Quote(port)}, {Quote("ping")}]\n      interval: 10s\n      timeout: 3s\n      retries: 5\n");
        return text.Append($"volumes:\n  {name}_data: {{}}\n").ToString();
    }

    private static IEnumerable<string> Words(string name, string value) => value.Length == 0
        ? [""]
        : ConfigCatalogue.Find(name)?.Kind is ConfigKind.Words or ConfigKind.Numbers or ConfigKind.SavePoints or ConfigKind.BufferLimits or ConfigKind.Flags
            ? ConfigValue.Words(value)
            : [value];

    // JSON's strings are YAML's too; compose takes $ for a variable.
    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text.Replace("$", "$$", StringComparison.Ordinal), s_json);

    private static readonly System.Text.Json.JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

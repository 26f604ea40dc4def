using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>Garnet's own configuration file: a JSON object of its options.</summary>
internal static class GarnetConfiguration
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["port"] = "Port",
        ["bind"] = "Address",
        ["maxmemory"] = "LogMemorySize",
        ["memory"] = "LogMemorySize",
        ["requirepass"] = "Password",
        ["dir"] = "CheckpointDir",
        ["checkpointdir"] = "CheckpointDir",
        ["appendonly"] = "EnableAOF",
        ["aof"] = "EnableAOF",
        ["index"] = "IndexMemorySize",
        ["page"] = "PageSize",
    };

    /// <summary>The port that a file says; Garnet's default where it says none.</summary>
    public static int PortOf(HostSystem host, string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(host.At(file)))?["Port"]?.GetValue<int>() ?? 6379;
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return 6379;
        }
    }

    /// <summary>A file with these settings, given by redis.conf's names where there are such, else by Garnet's own.</summary>
    /// <param name="present">What is in the file now; empty when there is none.</param>
    /// <param name="settings">What it is to say.</param>
    public static (string Text, IReadOnlyList<ConfigEdit> Edits) Apply(string present, IReadOnlyDictionary<string, IReadOnlyList<string>> settings)
    {
        JsonObject options = (present.Trim().Length == 0 ? null : JsonNode.Parse(present) as JsonObject) ?? [];
        List<ConfigEdit> edits = [];

        // Only loopback, unless told otherwise: Garnet itself would listen everywhere.
        if (!options.ContainsKey("Address") && !settings.ContainsKey("bind"))
        {
            options["Address"] = "127.0.0.1";
        }

        foreach ((string name, IReadOnlyList<string> values) in settings)
        {
            string option = s_names.GetValueOrDefault(name, name);
            JsonNode value = Value(option, values.Count == 0 ? "" : values[0]);
            string? before = options[option]?.ToString();
            bool secret = option == "Password";
            edits.Add(new ConfigEdit(option, secret && before is not null ? "***" : before, secret ? "***" : value.ToString(), before != value.ToString()));
            options[option] = value;
            if (secret)
            {
                options["AuthenticationMode"] = "Password";
            }
        }

        return (options.ToJsonString(s_indented) + "\n", edits);
    }

    private static JsonNode Value(string option, string value) => value switch
    {
        _ when option is "Password" or "Address" => JsonValue.Create(value),
        _ when option is "LogMemorySize" or "IndexMemorySize" or "PageSize" => JsonValue.Create(value.EndsWith('b') && value.Length > 2 ? value[..^1] : value),
        "yes" or "true" => JsonValue.Create(true),
        "no" or "false" => JsonValue.Create(false),
        _ when int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) => JsonValue.Create(number),
        _ => JsonValue.Create(value),
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>Garnet's own configuration file: a JSON object of its options.</summary>
internal static class GarnetConfiguration
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["port"] = "Port",
        ["bind"] = "Address",
        ["maxmemory"] = "MemorySize",
        ["memory"] = "MemorySize",
        ["requirepass"] = "Password",
        ["dir"] = "CheckpointDir",
        ["checkpointdir"] = "CheckpointDir",
        ["appendonly"] = "EnableAOF",
        ["aof"] = "EnableAOF",
        ["index"] = "IndexSize",
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
    public static string Merge(string present, IReadOnlyDictionary<string, IReadOnlyList<string>> settings)
    {
        JsonObject options = (present.Trim().Length == 0 ? null : JsonNode.Parse(present) as JsonObject) ?? [];
        foreach ((string name, IReadOnlyList<string> values) in settings)
        {
            string option = s_names.GetValueOrDefault(name, name);
            string value = values.Count == 0 ? "" : values[0];
            options[option] = value switch
            {
                _ when option is "MemorySize" or "IndexSize" or "PageSize" or "Password" or "Address" => value,
                "yes" or "true" => true,
                "no" or "false" => false,
                _ when int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) => number,
                _ => value,
            };
            if (option == "Password" && value.Length > 0)
            {
                options["AuthenticationMode"] = "Password";
            }
        }

        return options.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }
}

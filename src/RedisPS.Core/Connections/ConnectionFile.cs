using System.Text.Json;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>
/// Reads a JSON file of settings: <c>redis_host</c>, <c>redis_port</c>, <c>redis_password</c>, <c>redis_ssl</c> and the others under the names of the
/// environment variables in any case, or under the names of Connect-Redis's parameters; <c>url</c> and <c>connectionString</c> for a whole address.
/// Comments and trailing commas are allowed. Relative paths are relative to the file.
/// </summary>
public static class ConnectionFile
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read.</exception>
    public static SettingLayer Read(string path)
    {
        string name = Path.GetFileName(path);
        try
        {
            return Parse(File.ReadAllText(path), name, Path.GetDirectoryName(path) ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RedisConfigurationException($"The configuration file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fileName">The name, for errors and sources.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read.</exception>
    public static SettingLayer Parse(string json, string fileName, string directory)
    {
        SettingLayer layer = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new RedisConfigurationException($"{fileName}: a JSON object is expected, such as {{ \"redis_host\": \"localhost\" }}.");
            }

            SettingLayer addresses = new();
            ReadObject(layer, addresses, document.RootElement, fileName, "", directory);
            layer.Merge(addresses);
        }
        catch (JsonException e)
        {
            // Its own message can quote the text, which may hold a password.
            throw new RedisConfigurationException($"{fileName} is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }

        return layer;
    }

    // What is said by itself goes before what a URL in the same file says.
    private static void ReadObject(SettingLayer layer, SettingLayer addresses, JsonElement element, string fileName, string prefix, string directory)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string source = $"{fileName}: {prefix}{property.Name}";
            string name = SettingAlias.Normal(prefix.Replace(".", "_", StringComparison.Ordinal) + property.Name);
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Object when name is "redis" or "tls" or "ssl":
                    // { "redis": { "host": ... } } and { "tls": { "caCertificate": ... } }
                    ReadObject(layer, addresses, property.Value, fileName, "", directory);
                    if (name is not "redis")
                    {
                        layer.Set(SettingName.Tls, true, source);
                    }

                    break;
                case JsonValueKind.Object when name == "commandmap":
                    layer.Set(SettingName.CommandMap, ReadMap(property.Value), source);
                    break;
                case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    ReadValue(layer, addresses, property, name, source, directory);
                    break;
                default:
                    layer.Note($"{source} is ignored: a plain value is expected.");
                    break;
            }
        }
    }

    private static void ReadValue(SettingLayer layer, SettingLayer addresses, JsonProperty property, string name, string source, string directory)
    {
        string text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
        switch (name)
        {
            case "url" or "uri":
                addresses.Merge(RedisUri.Parse(text, source));
                break;
            case "connectionstring":
                addresses.Merge(StackExchangeConnectionString.Parse(text, source));
                break;
            case "passwordfile":
                layer.Set(SettingName.Password, PasswordFile.Read(Path.GetFullPath(text, directory), layer), source);
                break;
            case "enabled":
                layer.SetText(SettingName.Tls, text, source);
                break;
            case "$schema":
                break;
            default:
                if (SettingAlias.Find(name) is not { } setting)
                {
                    layer.Note($"{source} is ignored: {SettingAlias.WhyIgnored(name) ?? "there is no such setting"}.");
                }
                else if (text.Length > 0)
                {
                    bool isPath = setting is SettingName.CACertificate or SettingName.Certificate or SettingName.Key && !CertificateText.IsPem(text);
                    layer.SetText(setting, isPath ? Path.GetFullPath(text, directory) : text, source);
                }

                break;
        }
    }

    private static Dictionary<string, string?> ReadMap(JsonElement element)
    {
        Dictionary<string, string?> map = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string? name = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            map[property.Name] = string.IsNullOrEmpty(name) ? null : name;
        }

        return map;
    }
}

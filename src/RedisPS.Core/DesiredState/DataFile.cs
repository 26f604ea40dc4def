using System.Text.Json;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>
/// A file that holds nothing but data: a PowerShell data file (psd1) or JSON. It is read, never run. What comes of it: dictionaries whose
/// names ignore case, arrays of objects, texts, Int64, Double, Boolean, null.
/// </summary>
public static class DataFile
{
    /// <summary>Reads a file; what it is is seen from its name, or from its first sign.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigException">It cannot be read, or holds something else than data.</exception>
    public static IReadOnlyDictionary<string, object?> Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(ConfigFailure.FileUnreadable, $"'{path}' cannot be read: {e.Message}");
        }

        return IsJson(path, text) ? ParseJson(text, path) : DataReader.Parse(text, path);
    }

    /// <summary>Reads JSON; comments and a comma too many are allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it comes from, for errors.</param>
    /// <exception cref="ConfigException">It is no JSON object.</exception>
    public static IReadOnlyDictionary<string, object?> ParseJson(string text, string path = "the text")
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Value(document.RootElement) as IReadOnlyDictionary<string, object?>
                ?? throw new ConfigException(ConfigFailure.FileUnreadable, $"{path} holds no JSON object: it must begin with {{.");
        }
        catch (JsonException e)
        {
            throw new ConfigException(ConfigFailure.FileUnreadable, $"{path} is no JSON: {e.Message}");
        }
    }

    private static bool IsJson(string path, string text) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" or ".jsonc" => true,
        ".psd1" => false,
        _ => text.AsSpan().TrimStart() is ['{' or '[', ..],
    };

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Table(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long number) ? (object)number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Table(JsonElement element)
    {
        Dictionary<string, object?> table = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            table[property.Name] = Value(property.Value);
        }

        return table;
    }
}

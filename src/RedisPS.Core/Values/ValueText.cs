using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RedisPS.Client;

namespace RedisPS.Core.Values;

/// <summary>Bytes in the form that was asked for.</summary>
internal static class ValueText
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 256 };

    public static object? Convert(RespValue value, ValueFormat format) => value.IsNull ? null : value.Type switch
    {
        // RESP3 may send numbers where RESP2 sends text: the same text comes out.
        RespType.Integer or RespType.Double or RespType.Boolean => Convert(Encoding.UTF8.GetBytes(value.AsText()!), format),
        _ => Convert(value.Bytes, format),
    };

    public static object? Convert(ReadOnlyMemory<byte> bytes, ValueFormat format) => format switch
    {
        ValueFormat.Bytes => bytes.ToArray(),
        ValueFormat.Hex => System.Convert.ToHexString(bytes.Span).ToLowerInvariant(),
        ValueFormat.String => Encoding.UTF8.GetString(bytes.Span),
        ValueFormat.Json => Json(bytes),
        _ => Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : bytes.ToArray(),
    };

    /// <summary>A cut text must not end in the middle of a character, or it would not count as text.</summary>
    public static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> cut)
    {
        ReadOnlySpan<byte> span = cut.Span;
        for (int back = 1; back <= Math.Min(3, span.Length); back++)
        {
            byte b = span[^back];
            if (b < 0x80) { return cut; }
            if (b < 0xc0) { continue; }
            int needs = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
            return needs > back && Utf8.IsValid(span[..^back]) ? cut[..^back] : cut;
        }

        return cut;
    }

    /// <summary>A field's name: exact text, or an escaped form that says it was binary.</summary>
    public static string Name(RespValue value) => Name(value.Bytes.Span);

    /// <summary>A field's name: exact text, or an escaped form that says it was binary.</summary>
    public static string Name(ReadOnlySpan<byte> name) => Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : RedisKey.FromSpan(name).ToString();

    /// <summary>Adds a field. Two names can look alike where one is binary and the other a text that says the same: the second gets a number, and neither is lost.</summary>
    public static void Add(Dictionary<string, object?> fields, ReadOnlySpan<byte> name, object? value)
    {
        string text = Name(name);
        string own = text;
        for (int i = 2; !fields.TryAdd(own, value); i++) { own = string.Create(CultureInfo.InvariantCulture, $"{text} ({i})"); }
    }

    public static object? Json(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, s_json);
            return Plain(document.RootElement);
        }
        catch (JsonException) { return Convert(bytes, ValueFormat.Auto); }
        catch (InvalidOperationException) { return Convert(bytes, ValueFormat.Auto); }
    }

    private static object? Plain(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Dictionary<string, object?> map = new(StringComparer.Ordinal);
                foreach (JsonProperty property in element.EnumerateObject()) { map[property.Name] = Plain(property.Value); }
                return map;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Plain).ToArray();
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) ? whole
                    : element.TryGetDecimal(out decimal exact) && exact.ToString(CultureInfo.InvariantCulture) == element.GetRawText() ? exact
                    : element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}

using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RedisPS.Core.Commands;

namespace RedisPS.Core.DesiredState;

/// <summary>Writes data so that it is read back as it was.</summary>
public static class DataWriter
{
    private static readonly JsonWriterOptions s_json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A PowerShell data file.</summary>
    /// <param name="data">Tables, lists, texts, numbers, Boolean, null.</param>
    /// <param name="comment">Lines that go before it.</param>
    public static string ToPsd1(IReadOnlyDictionary<string, object?> data, params string[] comment)
    {
        StringBuilder text = new();
        foreach (string line in comment)
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        Write(text, data, 0);
        return text.Append('\n').ToString();
    }

    /// <summary>JSON.</summary>
    /// <param name="data">Tables, lists, texts, numbers, Boolean, null.</param>
    public static string ToJson(IReadOnlyDictionary<string, object?> data)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, s_json))
        {
            Write(writer, data);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> { Count: 0 }:
                text.Append("@{}");
                break;
            case IReadOnlyDictionary<string, object?> table:
                int width = table.Keys.Max(name => Name(name).Length);
                text.Append("@{\n");
                foreach ((string name, object? item) in table)
                {
                    text.Append(' ', 4 * (depth + 1)).Append(item is IReadOnlyDictionary<string, object?> ? Name(name) : Name(name).PadRight(width)).Append(" = ");
                    Write(text, item, depth + 1);
                    text.Append('\n');
                }

                text.Append(' ', 4 * depth).Append('}');
                break;
            case string plain:
                text.Append(ScriptText.Quote(plain));
                break;
            case IEnumerable list:
                text.Append("@(");
                string between = "";
                foreach (object? item in list)
                {
                    text.Append(between);
                    Write(text, item, depth + 1);
                    between = ", ";
                }

                text.Append(')');
                break;
            default:
                text.Append(value switch { null => "$null", true => "$true", false => "$false", _ => Convert.ToString(value, CultureInfo.InvariantCulture) });
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> table:
                writer.WriteStartObject();
                foreach ((string name, object? item) in table)
                {
                    writer.WritePropertyName(name);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            case string plain:
                writer.WriteStringValue(plain);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static string Name(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : ScriptText.Quote(name);
}

using System.Globalization;
using System.Text;

namespace RedisPS.Client.Tests;

/// <summary>Writes replies as a server would.</summary>
internal static class RespEncoder
{
    public static byte[] Resp3(RespValue value)
    {
        MemoryStream stream = new();
        Write(stream, value);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, RespValue value)
    {
        if (value.Attributes is { } attributes)
        {
            Line(stream, $"|{attributes.Items.Count / 2}");
            foreach (RespValue item in attributes.Items) { Write(stream, item); }
        }

        switch (value.Type)
        {
            case RespType.Null:
                Line(stream, "_");
                break;
            case RespType.SimpleString:
                Line(stream, "+" + value.AsText());
                break;
            case RespType.Integer:
                Line(stream, ":" + value.AsText());
                break;
            case RespType.Double:
                Line(stream, "," + value.AsText());
                break;
            case RespType.Boolean:
                Line(stream, value.Integer != 0 ? "#t" : "#f");
                break;
            case RespType.BigNumber:
                Line(stream, "(" + value.AsText());
                break;
            case RespType.BlobString:
                Blob(stream, '$', value.Bytes.Span);
                break;
            case RespType.Error:
                Blob(stream, '!', value.Bytes.Span);
                break;
            case RespType.VerbatimString:
                Blob(stream, '=', [.. "txt:"u8, .. value.Bytes.Span]);
                break;
            default:
                char kind = value.Type switch { RespType.Array => '*', RespType.Set => '~', RespType.Map => '%', _ => '>' };
                int count = value.Type == RespType.Map ? value.Items.Count / 2 : value.Items.Count;
                Line(stream, string.Create(CultureInfo.InvariantCulture, $"{kind}{count}"));
                foreach (RespValue item in value.Items) { Write(stream, item); }
                break;
        }
    }

    private static void Line(MemoryStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text + "\r\n"));

    private static void Blob(MemoryStream stream, char kind, ReadOnlySpan<byte> bytes)
    {
        Line(stream, string.Create(CultureInfo.InvariantCulture, $"{kind}{bytes.Length}"));
        stream.Write(bytes);
        stream.Write("\r\n"u8);
    }
}

using System.Globalization;

namespace RedisPS.Client;

/// <summary>The rules of the wire that the tree parser and the hot path share.</summary>
internal static class RespFraming
{
    /// <summary>Reads "kind, line, CR LF" from the front of data; length counts all of it. False: not complete yet.</summary>
    public static bool TryReadLine(ReadOnlySpan<byte> data, RespLimits limits, out byte kind, out ReadOnlySpan<byte> line, out int length)
    {
        line = default;
        length = 0;
        kind = 0;
        if (data.IsEmpty) { return false; }
        kind = data[0];

        // Checked before the line is complete: what speaks another protocol may never send a line end.
        if (!IsKind(kind)) { throw UnknownKind(kind); }
        int end = data.IndexOf((byte)'\r');
        if (end < 0 || end + 1 == data.Length)
        {
            return data.Length > limits.MaxLineBytes
                ? throw new RedisProtocolException($"a line is longer than {limits.MaxLineBytes} bytes", Name(kind))
                : false;
        }

        if (data[end + 1] != (byte)'\n') { throw new RedisProtocolException("CR without LF", Name(kind)); }
        if (end > limits.MaxLineBytes) { throw new RedisProtocolException($"a line is longer than {limits.MaxLineBytes} bytes", Name(kind)); }
        line = data[1..end];
        length = end + 2;
        return true;
    }

    /// <summary>The length of a string, -1 for null.</summary>
    public static long BlobLength(byte kind, ReadOnlySpan<byte> line, RespLimits limits)
    {
        long length = Length(kind, line);
        if (length > limits.MaxBulkBytes || length > Array.MaxLength - 2)
        {
            throw new RedisProtocolException($"a string claims {length} bytes, more than the limit of {limits.MaxBulkBytes}", Name(kind));
        }

        return length >= 0 || kind == (byte)'$' ? length : throw new RedisProtocolException("a negative length", Name(kind));
    }

    /// <summary>How many elements an aggregate has (a map: keys and values), -1 for a null array.</summary>
    public static long ElementCount(byte kind, ReadOnlySpan<byte> line)
    {
        long count = Length(kind, line);
        if (count < 0 && kind != (byte)'*') { throw new RedisProtocolException("a negative count", Name(kind)); }
        if (kind is (byte)'%' or (byte)'|') { count = count > long.MaxValue / 2 ? long.MaxValue : 2 * count; }
        return count <= Array.MaxLength ? count : throw new RedisProtocolException($"an aggregate claims {count} elements", Name(kind));
    }

    /// <summary>The type of an aggregate by its first byte; an attribute is a map.</summary>
    public static RespType AggregateType(byte kind) => kind switch
    {
        (byte)'*' => RespType.Array,
        (byte)'~' => RespType.Set,
        (byte)'>' => RespType.Push,
        _ => RespType.Map,
    };

    /// <summary>A whole number.</summary>
    public static long Integer(ReadOnlySpan<byte> line) =>
        RespNumber.TryParse(line, out long number) ? number : throw Bad(line, "an integer");

    /// <summary>A double.</summary>
    public static double Double(ReadOnlySpan<byte> line) =>
        RespNumber.TryParseDouble(line, out double number) ? number : throw Bad(line, "a double");

    /// <summary>1 or 0.</summary>
    public static long Boolean(ReadOnlySpan<byte> line) => line.Length == 1 && line[0] is (byte)'t' or (byte)'f'
        ? line[0] == (byte)'t' ? 1 : 0
        : throw Bad(line, "a boolean");

    /// <summary>The digits of a big number.</summary>
    public static ReadOnlySpan<byte> BigNumber(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> digits = line.Length > 0 && line[0] is (byte)'-' or (byte)'+' ? line[1..] : line;
        return digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 ? throw Bad(line, "a big number") : line;
    }

    /// <summary>A verbatim string without its format.</summary>
    public static ReadOnlySpan<byte> VerbatimText(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && bytes[3] == (byte)':'
        ? bytes[4..]
        : throw new RedisProtocolException("the format is missing", "a verbatim string");

    /// <summary>Throws unless a null's line is empty.</summary>
    public static void RequireEmpty(ReadOnlySpan<byte> line)
    {
        if (!line.IsEmpty) { throw Bad(line, "a null"); }
    }

    /// <summary>Throws unless CR LF stands here.</summary>
    public static void RequireLineEnd(ReadOnlySpan<byte> rest)
    {
        if (rest[0] != (byte)'\r' || rest[1] != (byte)'\n') { throw new RedisProtocolException("a string does not end where its length says", "a string"); }
    }

    /// <summary>The error for a byte that starts no reply.</summary>
    public static RedisProtocolException UnknownKind(byte kind) => kind is (byte)';' or (byte)'.'
        ? new RedisProtocolException("a streamed reply, which Redis does not send", "the start of a reply")
        : new RedisProtocolException($"0x{kind.ToString("x2", CultureInfo.InvariantCulture)} is not the start of a reply", "the start of a reply");

    private static bool IsKind(byte kind) => kind switch
    {
        (byte)'$' or (byte)':' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'_' or (byte)'#' or (byte)',' or (byte)'('
            or (byte)'!' or (byte)'=' or (byte)'~' or (byte)'%' or (byte)'>' or (byte)'|' => true,
        _ => false,
    };

    private static long Length(byte kind, ReadOnlySpan<byte> line)
    {
        if (line.Length == 1 && line[0] == (byte)'?') { throw new RedisProtocolException("a streamed reply, which Redis does not send", Name(kind)); }
        return RespNumber.TryParse(line, out long length) && length >= -1 ? length : throw Bad(line, $"the length of {Name(kind)}");
    }

    private static RedisProtocolException Bad(ReadOnlySpan<byte> line, string what) =>
        new($"'{RedisKey.Escape(line[..Math.Min(line.Length, 40)])}' is not {what}", what);

    private static string Name(byte kind) => kind switch
    {
        (byte)'$' => "a string",
        (byte)'!' => "an error",
        (byte)'=' => "a verbatim string",
        (byte)'*' => "an array",
        (byte)'~' => "a set",
        (byte)'%' => "a map",
        (byte)'>' => "a push",
        (byte)'|' => "an attribute",
        _ => "a line",
    };
}

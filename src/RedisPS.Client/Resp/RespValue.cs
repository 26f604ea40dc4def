using System.Globalization;
using System.Text;

namespace RedisPS.Client;

/// <summary>A whole reply as a tree. The accessors hide whether the server spoke RESP2 or RESP3.</summary>
public sealed class RespValue
{
    private static readonly RespValue[] s_noItems = [];

    private readonly object? _payload;
    private readonly long _number;

    internal RespValue(RespType type, long number, object? payload, RespValue? attributes)
    {
        Type = type;
        _number = number;
        _payload = payload;
        Attributes = attributes;
    }

    /// <summary>Nothing.</summary>
    public static RespValue Null { get; } = new(RespType.Null, 0, null, null);

    /// <summary>The status OK.</summary>
    public static RespValue Ok { get; } = new(RespType.SimpleString, 0, "OK"u8.ToArray(), null);

    /// <summary>The kind of reply.</summary>
    public RespType Type { get; }

    /// <summary>The number of an Integer, 1 or 0 of a Boolean; else 0.</summary>
    public long Integer => Type == RespType.Double ? 0 : _number;

    /// <summary>The number of a Double; else 0.</summary>
    public double Double => Type == RespType.Double ? BitConverter.Int64BitsToDouble(_number) : 0;

    /// <summary>The bytes of strings, errors and big numbers; else empty.</summary>
    public ReadOnlyMemory<byte> Bytes => _payload as byte[];

    /// <summary>The elements of an aggregate; a Map alternates key and value; else empty.</summary>
    public IReadOnlyList<RespValue> Items => _payload as RespValue[] ?? s_noItems;

    /// <summary>The attributes (a Map) that the server put in front of this reply, or null.</summary>
    public RespValue? Attributes { get; }

    /// <summary>Whether this is nothing.</summary>
    public bool IsNull => Type == RespType.Null;

    /// <summary>Whether this is an error reply.</summary>
    public bool IsError => Type == RespType.Error;

    /// <summary>Makes an Integer.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static RespValue FromInteger(long value) => new(RespType.Integer, value, null, null);

    /// <summary>Makes a Double.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The value.</returns>
    public static RespValue FromDouble(double value) => new(RespType.Double, BitConverter.DoubleToInt64Bits(value), null, null);

    /// <summary>Makes a Boolean.</summary>
    /// <param name="value">True or false.</param>
    /// <returns>The value.</returns>
    public static RespValue FromBoolean(bool value) => new(RespType.Boolean, value ? 1 : 0, null, null);

    /// <summary>Makes a string, an error or a big number. The array becomes the value's own.</summary>
    /// <param name="type">A type that carries bytes.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The value.</returns>
    public static RespValue FromBytes(RespType type, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return type is RespType.SimpleString or RespType.BlobString or RespType.VerbatimString or RespType.Error or RespType.BigNumber
            ? new RespValue(type, 0, bytes, null)
            : throw new ArgumentException($"A {type} does not carry bytes.", nameof(type));
    }

    /// <summary>Makes a BlobString of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    public static RespValue FromText(string text) => FromBytes(RespType.BlobString, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes an aggregate.</summary>
    /// <param name="type">Array, Set, Map or Push.</param>
    /// <param name="items">The elements; for a Map, key and value alternate.</param>
    /// <returns>The value.</returns>
    public static RespValue FromItems(RespType type, params RespValue[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (type is not (RespType.Array or RespType.Set or RespType.Map or RespType.Push))
        {
            throw new ArgumentException($"A {type} does not carry elements.", nameof(type));
        }

        return type == RespType.Map && items.Length % 2 != 0
            ? throw new ArgumentException("A map needs a value for every key.", nameof(items))
            : new RespValue(type, 0, items, null);
    }

    /// <summary>The text of a string or error, the digits of a number, null for Null and for aggregates.</summary>
    /// <returns>The text; bytes that are not UTF-8 become replacement characters, so use Bytes where they matter.</returns>
    public string? AsText() => Type switch
    {
        RespType.Null => null,
        RespType.Integer => _number.ToString(CultureInfo.InvariantCulture),
        RespType.Boolean => _number != 0 ? "1" : "0",
        RespType.Double => FormatDouble(Double),
        _ => _payload is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null,
    };

    /// <summary>The whole number, also when the server sent it as text.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="RedisProtocolException">This is not a whole number.</exception>
    public long AsInteger() => Type switch
    {
        RespType.Integer or RespType.Boolean => _number,
        RespType.Double when Double == Math.Floor(Double) && Math.Abs(Double) < 9.2e18 => (long)Double,
        _ when _payload is byte[] bytes && Type != RespType.Error && RespNumber.TryParse(bytes, out long number) => number,
        _ => throw Unexpected("a whole number"),
    };

    /// <summary>The number, also when the server sent it as text.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="RedisProtocolException">This is not a number.</exception>
    public double AsDouble() => Type switch
    {
        RespType.Integer or RespType.Boolean => _number,
        RespType.Double => Double,
        _ when _payload is byte[] bytes && Type != RespType.Error && RespNumber.TryParseDouble(bytes, out double number) => number,
        _ => throw Unexpected("a number"),
    };

    /// <summary>True or false: RESP3's boolean, 1 or 0, OK, or nothing (false).</summary>
    /// <returns>The boolean.</returns>
    /// <exception cref="RedisProtocolException">This is neither.</exception>
    public bool AsBoolean() => Type switch
    {
        RespType.Null => false,
        RespType.Integer or RespType.Boolean => _number != 0,
        RespType.Double => Double != 0,
        _ => AsText() switch
        {
            "OK" or "1" or "true" or "yes" => true,
            "0" or "false" or "no" => false,
            _ => throw Unexpected("true or false"),
        },
    };

    /// <summary>The elements; empty for Null.</summary>
    /// <returns>The elements.</returns>
    /// <exception cref="RedisProtocolException">This is a single value.</exception>
    public IReadOnlyList<RespValue> AsList() => IsNull || _payload is RespValue[] ? Items : throw Unexpected("a list");

    /// <summary>Pairs, from a Map, from a list that alternates key and value (RESP2), or from a list of pairs.</summary>
    /// <returns>The pairs, in the server's order.</returns>
    /// <exception cref="RedisProtocolException">These are not pairs.</exception>
    public IEnumerable<(RespValue Key, RespValue Value)> AsPairs()
    {
        IReadOnlyList<RespValue> items = AsList();
        if (Type != RespType.Map && items.Count > 0 && items.All(item => item is { Type: RespType.Array, Items.Count: 2 }))
        {
            return items.Select(item => (item.Items[0], item.Items[1]));
        }

        return items.Count % 2 == 0
            ? Enumerable.Range(0, items.Count / 2).Select(i => (items[2 * i], items[(2 * i) + 1]))
            : throw Unexpected("pairs");
    }

    /// <summary>A short readable form.</summary>
    /// <returns>The text, of at most a few hundred characters.</returns>
    public override string ToString()
    {
        StringBuilder builder = new();
        Describe(builder, 0);
        return builder.ToString();
    }

    /// <summary>This value with attributes in front.</summary>
    internal RespValue WithAttributes(RespValue attributes) => new(Type, _number, _payload, attributes);

    private static string FormatDouble(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Describe(StringBuilder builder, int depth)
    {
        const int Enough = 200;
        switch (Type)
        {
            case RespType.Null:
                _ = builder.Append("(nil)");
                break;
            case RespType.Error:
                _ = builder.Append("(error) ").Append(AsText());
                break;
            case RespType.Array or RespType.Set or RespType.Map or RespType.Push:
                _ = builder.Append(Type).Append('[').Append(Items.Count).Append(']');
                if (depth > 2 || Items.Count == 0) { break; }
                _ = builder.Append(" {");
                for (int i = 0; i < Items.Count; i++)
                {
                    if (i > 7 || builder.Length > Enough)
                    {
                        _ = builder.Append(", ...");
                        break;
                    }

                    _ = builder.Append(i == 0 ? " " : ", ");
                    Items[i].Describe(builder, depth + 1);
                }

                _ = builder.Append(" }");
                break;
            default:
                string text = _payload is byte[] bytes ? RedisKey.FromSpan(bytes.AsSpan(0, Math.Min(bytes.Length, Enough))).ToString() : AsText() ?? "";
                _ = builder.Append(text);
                if (Bytes.Length > Enough) { _ = builder.Append("..."); }
                break;
        }
    }

    private RedisProtocolException Unexpected(string wanted) => new($"expected {wanted}, got {ToString()}", $"a reply of type {Type}");
}

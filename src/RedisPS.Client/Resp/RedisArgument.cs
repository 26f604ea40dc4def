using System.Globalization;
using System.Text;

namespace RedisPS.Client;

/// <summary>One argument of a command: bytes, made from what commands are usually made of.</summary>
public readonly struct RedisArgument
{
    private RedisArgument(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The bytes that go to the server.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A text, in UTF-8.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator RedisArgument(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new RedisArgument(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Bytes as they are.</summary>
    /// <param name="value">The bytes.</param>
    public static implicit operator RedisArgument(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new RedisArgument(value);
    }

    /// <summary>Bytes as they are.</summary>
    /// <param name="value">The bytes.</param>
    public static implicit operator RedisArgument(ReadOnlyMemory<byte> value) => new(value);

    /// <summary>The bytes of a key.</summary>
    /// <param name="value">The key.</param>
    public static implicit operator RedisArgument(RedisKey value) => new(value.Memory);

    /// <summary>A whole number in decimal digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RedisArgument(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number in decimal digits.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RedisArgument(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in the shortest form that reads back the same; inf, -inf and nan as the server writes them.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RedisArgument(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>The argument as readable text, escaped where it is binary. A command redacts its secrets, an argument alone cannot know.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => RedisKey.FromSpan(Bytes.Span).ToString();
}

using System.Globalization;

namespace RedisPS.Core;

/// <summary>A size in bytes, or a share of something in percent, as people write it: <c>512mb</c>, <c>2gb</c>, <c>2g</c>, <c>50%</c>.</summary>
/// <param name="Bytes">The size in bytes; null when it is a percentage.</param>
/// <param name="Percent">The share, 0 to 100; null when it is a size.</param>
public readonly record struct ByteSize(long? Bytes, double? Percent)
{
    /// <summary>What the accepted forms are, for error messages.</summary>
    public const string Forms = "bytes, 64kb, 512mb, 2gb (powers of 1024) or 2k, 2m, 2g (powers of 1000, as redis.conf has them)";

    /// <summary>Reads a size with redis.conf's units: <c>1gb</c> is 2^30, <c>1g</c> is 10^9, case does not matter.</summary>
    public static bool TryParse(string? text, out ByteSize size)
    {
        size = default;
        text = text?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        int end = text.Length;
        while (end > 0 && (char.IsAsciiLetter(text[end - 1]) || text[end - 1] == '%'))
        {
            end--;
        }

        if (!double.TryParse(text.AsSpan(0, end).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        if (text[end..] == "%")
        {
            size = new ByteSize(null, number);
            return number <= 100;
        }

        double factor = text[end..] switch
        {
            "" or "b" => 1,
            "k" => 1e3,
            "m" => 1e6,
            "g" => 1e9,
            "t" => 1e12,
            "kb" or "kib" => 1L << 10,
            "mb" or "mib" => 1L << 20,
            "gb" or "gib" => 1L << 30,
            "tb" or "tib" => 1L << 40,
            _ => double.NaN,
        };
        double bytes = number * factor;
        if (double.IsNaN(bytes) || bytes >= long.MaxValue)
        {
            return false;
        }

        // Whole numbers stay exact beyond the 53 bits of a double.
        size = factor == 1 && long.TryParse(text.AsSpan(0, end).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out long exact)
            ? new ByteSize(exact, null)
            : new ByteSize((long)Math.Round(bytes), null);
        return true;
    }

    /// <summary>Bytes for people: <c>1.20 GB</c>, <c>512 B</c>.</summary>
    public static string Format(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {units[unit]}");
    }

    /// <inheritdoc/>
    public override string ToString() => Bytes is { } bytes ? Format(bytes) : string.Create(CultureInfo.InvariantCulture, $"{Percent ?? 0}%");
}

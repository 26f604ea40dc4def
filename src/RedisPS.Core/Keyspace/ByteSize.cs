using System.Globalization;

namespace RedisPS.Core.Keyspace;

/// <summary>Sizes for people, in powers of 1024 as the server's own "used_memory_human".</summary>
public static class ByteSize
{
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>"512 B", "1.20 GB".</summary>
    /// <param name="bytes">The size.</param>
    /// <returns>The text, with two decimals from a kilobyte on.</returns>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {s_units[unit]}");
    }
}

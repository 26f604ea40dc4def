using System.Globalization;

namespace RedisPS.Core.Configuration;

/// <summary>What the texts of settings mean.</summary>
public static class ConfigValue
{
    /// <summary>Whether two texts mean the same to the server: <c>2gb</c> and <c>2147483648</c>, <c>Yes</c> and <c>yes</c>, save points and flags in any order.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="a">What there is.</param>
    /// <param name="b">What it is held against, or wanted. For client-output-buffer-limit it may name some classes only: the others stay as they are.</param>
    public static bool SameMeaning(string name, string? a, string? b)
    {
        if (ConfigCatalogue.IsSensitive(name))
        {
            // Every blank of a password counts.
            return (a ?? "").Equals(b ?? "", StringComparison.Ordinal);
        }

        a = (a ?? "").Trim();
        b = (b ?? "").Trim();
        if (a.Equals(b, StringComparison.Ordinal))
        {
            return true;
        }

        return ConfigCatalogue.Find(name)?.Kind switch
        {
            ConfigKind.Boolean or ConfigKind.Enum => a.Equals(b, StringComparison.OrdinalIgnoreCase),
            ConfigKind.Integer => Same(Number(a), Number(b)),
            ConfigKind.Octal => a.TrimStart('0') == b.TrimStart('0'),
            ConfigKind.Memory => Same(Bytes(a), Bytes(b)),
            ConfigKind.MemoryOrPercent => a.EndsWith('%') || b.EndsWith('%') ? Same(Percent(a), Percent(b)) : Same(Bytes(a), Bytes(b)),
            ConfigKind.Flags => Words(a).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(Words(b)),
            ConfigKind.Words => Words(a).SequenceEqual(Words(b), StringComparer.OrdinalIgnoreCase),
            ConfigKind.Numbers => Words(a).Select(Decimal).SequenceEqual(Words(b).Select(Decimal)),
            ConfigKind.SavePoints => SavePoints(a) is { } left && SavePoints(b) is { } right && left.SetEquals(right),
            ConfigKind.BufferLimits => SameLimits(Limits(a), Limits(b)),
            ConfigKind.EventClasses => Events(a).SetEquals(Events(b)),
            null => Same(Bytes(a), Bytes(b)) || Same(Truth(a), Truth(b)),
            _ => false,
        };
    }

    /// <summary>The value as a .NET object: Boolean, Int64 or text.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="text">The server's text.</param>
    public static object Parse(string name, string text) => ConfigCatalogue.FindOrGuess(name, text).Kind switch
    {
        ConfigKind.Boolean => text switch { "yes" => true, "no" => false, _ => text },
        ConfigKind.Integer => Number(text) is { } number ? number : text,
        ConfigKind.Memory or ConfigKind.MemoryOrPercent => Bytes(text) is { } bytes ? bytes : text,
        _ => text,
    };

    /// <summary>Words separated by blanks, without quotes.</summary>
    internal static string[] Words(string text) =>
        text.Replace("\"", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The limits of each class of clients; the last mention of a class counts.</summary>
    internal static Dictionary<string, (long? Hard, long? Soft, long? Seconds)>? Limits(string text)
    {
        string[] words = Words(text);
        if (words.Length % 4 != 0)
        {
            return null;
        }

        Dictionary<string, (long?, long?, long?)> limits = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < words.Length; i += 4)
        {
            // Servers take both names and answer with the old one.
            string name = words[i].Equals("slave", StringComparison.OrdinalIgnoreCase) ? "replica" : words[i];
            limits[name] = (Bytes(words[i + 1]), Bytes(words[i + 2]), Number(words[i + 3]));
        }

        return limits;
    }

    private static bool SameLimits(Dictionary<string, (long? Hard, long? Soft, long? Seconds)>? actual, Dictionary<string, (long? Hard, long? Soft, long? Seconds)>? wanted) =>
        actual is not null && wanted is { Count: > 0 }
        && wanted.All(limit => actual.TryGetValue(limit.Key, out (long? Hard, long? Soft, long? Seconds) other) && other == limit.Value && other.Hard is not null);

    private static HashSet<(long?, long?)>? SavePoints(string text)
    {
        string[] words = Words(text);
        return words.Length % 2 != 0
            ? null
            : Enumerable.Range(0, words.Length / 2).Select(i => (Number(words[2 * i]), Number(words[(2 * i) + 1]))).ToHashSet();
    }

    // A stands for the classes that servers mean by it; m (missed), n (new) and those of later versions are not among them.
    private static HashSet<char> Events(string text) => text.Trim('"').Replace("A", "g$lshzxetd", StringComparison.Ordinal).ToHashSet();

    private static bool Same<T>(T? a, T? b)
        where T : struct => a is not null && b is not null && EqualityComparer<T>.Default.Equals(a.Value, b.Value);

    private static bool? Truth(string text) => text.ToLowerInvariant() switch { "yes" => true, "no" => false, _ => null };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static object Decimal(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : text;

    private static double? Percent(string text) => text.EndsWith('%') && ByteSize.TryParse(text, out ByteSize size) ? size.Percent : null;

    // The server takes no fractions: 1.5gb is an error there, so it means nothing here.
    private static long? Bytes(string text) => !text.Contains('.', StringComparison.Ordinal) && ByteSize.TryParse(text, out ByteSize size) ? size.Bytes : Number(text);
}

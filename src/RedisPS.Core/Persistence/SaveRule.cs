using System.Globalization;

namespace RedisPS.Core.Persistence;

/// <summary>A rule of the setting save: a snapshot after so many seconds if there were so many changes.</summary>
/// <param name="Seconds">After so many seconds.</param>
/// <param name="Changes">If at least so many changes came in that time.</param>
public sealed record SaveRule(long Seconds, long Changes)
{
    /// <summary>Reads the setting save: pairs of numbers; empty: none.</summary>
    /// <param name="text">Such as "3600 1 300 100".</param>
    /// <returns>The rules.</returns>
    /// <exception cref="FormatException">It is no pairs of positive numbers.</exception>
    public static IReadOnlyList<SaveRule> Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length % 2 != 0) { throw Bad(text); }
        return [.. words.Chunk(2).Select(pair => Positive(pair[0]) is { } seconds && Positive(pair[1]) is { } changes ? new SaveRule(seconds, changes) : throw Bad(text))];
    }

    /// <summary>The rule as the setting has it.</summary>
    /// <returns>"seconds changes".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds} {Changes}");

    private static long? Positive(string word) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0 ? number : null;

    private static FormatException Bad(string text) => new($"'{text}' is no rule to save: give seconds and changes, such as '900 1'.");
}

namespace RedisPS.Runner.Objects;

/// <summary>
/// The order of texts PowerShell sorts by, for which .NET would need the system's collation library: signs before digits before
/// letters, case looked at last, small before capital. Other scripts follow in the order of their code points.
/// </summary>
internal static class TextOrder
{
    private const string Signs = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

    private static readonly int[] s_weights = MakeWeights();

    internal static int Compare(string first, string second, bool ignoreCase)
    {
        int length = Math.Min(first.Length, second.Length);
        for (int i = 0; i < length; i++)
        {
            if (first[i] != second[i])
            {
                int order = Weight(first[i]) - Weight(second[i]);
                if (order != 0)
                {
                    return order;
                }
            }
        }

        if (first.Length != second.Length)
        {
            return first.Length - second.Length;
        }

        return ignoreCase ? 0 : CompareCase(first, second);
    }

    private static int CompareCase(string first, string second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] != second[i])
            {
                return char.IsLower(first[i]) ? -1 : 1;
            }
        }

        return 0;
    }

    private static int Weight(char c) => c < s_weights.Length ? s_weights[c] : 256 + char.ToUpperInvariant(c);

    private static int[] MakeWeights()
    {
        int[] weights = new int[128];
        for (int i = 0; i < Signs.Length; i++)
        {
            weights[Signs[i]] = i + 1;
        }

        for (char c = '0'; c <= '9'; c++)
        {
            weights[c] = 100 + c - '0';
        }

        for (char c = 'a'; c <= 'z'; c++)
        {
            weights[c] = 120 + c - 'a';
            weights[char.ToUpperInvariant(c)] = weights[c];
        }

        return weights;
    }
}

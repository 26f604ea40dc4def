using System.Text;

namespace System.Management.Automation;

/// <summary>A PowerShell pattern: * ? [a-z] and the backtick.</summary>
public sealed class WildcardPattern
{
    private readonly WildcardOptions _options;

    /// <summary>Holds a pattern in which case counts.</summary>
    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    /// <summary>Holds a pattern and how it is read.</summary>
    public WildcardPattern(string pattern, WildcardOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        _options = options;
        CheckBrackets(pattern);
    }

    private string Pattern { get; }

    /// <summary>A pattern.</summary>
    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    /// <summary>Whether the text matches, whole.</summary>
    public bool IsMatch(string? input) => input is not null && Match(input);

    /// <summary>Whether there is a * ? or [ that no backtick hides.</summary>
    public static bool ContainsWildcardCharacters(string? pattern)
    {
        for (int i = 0; i < (pattern?.Length ?? 0); i++)
        {
            if (pattern![i] == '`')
            {
                i++;
            }
            else if (pattern[i] is '*' or '?' or '[' or ']')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text as a pattern that matches just this text.</summary>
    public static string Escape(string pattern)
    {
        StringBuilder text = new();
        foreach (char c in pattern)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
            {
                text.Append('`');
            }

            text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>Takes the backticks out again.</summary>
    public static string Unescape(string pattern)
    {
        StringBuilder text = new();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '`' && i + 1 < pattern.Length && pattern[i + 1] is '*' or '?' or '[' or ']' or '`')
            {
                i++;
            }

            text.Append(pattern[i]);
        }

        return text.ToString();
    }

    private static void CheckBrackets(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '`')
            {
                i++;
            }
            else if (pattern[i] == '[')
            {
                int close = FindClose(pattern, i);
                if (close < 0)
                {
                    throw new WildcardPatternException($"The specified wildcard character pattern is not valid: {pattern}");
                }

                i = close;
            }
        }
    }

    // A ] right after the [ is a member, not the end.
    private static int FindClose(string pattern, int open)
    {
        for (int i = open + 1; i < pattern.Length; i++)
        {
            if (pattern[i] == '`')
            {
                i++;
            }
            else if (pattern[i] == ']' && i > open + 1)
            {
                return i;
            }
        }

        return -1;
    }

    // Greedy with one point to come back to: linear for all but hostile patterns, never exponential.
    private bool Match(string input)
    {
        int p = 0;
        int s = 0;
        int starPattern = -1;
        int starInput = 0;
        while (s < input.Length)
        {
            int next = p;
            if (p < Pattern.Length && Pattern[p] == '*')
            {
                starPattern = ++p;
                starInput = s;
            }
            else if (p < Pattern.Length && MatchOne(ref next, input[s]))
            {
                p = next;
                s++;
            }
            else if (starPattern >= 0)
            {
                p = starPattern;
                s = ++starInput;
            }
            else
            {
                return false;
            }
        }

        while (p < Pattern.Length && Pattern[p] == '*')
        {
            p++;
        }

        return p == Pattern.Length;
    }

    private bool MatchOne(ref int p, char c)
    {
        char expected = Pattern[p];
        switch (expected)
        {
            case '?':
                p++;
                return true;
            case '[':
                int close = FindClose(Pattern, p);
                bool found = MatchSet(Pattern.AsSpan(p + 1, close - p - 1), c);
                p = close + 1;
                return found;
            case '`' when p + 1 < Pattern.Length:
                p += 2;
                return Same(Pattern[p - 1], c);
            default:
                p++;
                return Same(expected, c);
        }
    }

    private bool MatchSet(ReadOnlySpan<char> set, char c)
    {
        c = Fold(c);
        for (int i = 0; i < set.Length; i++)
        {
            char low = Next(set, ref i);
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                i += 2;
                char high = Next(set, ref i);
                if (c >= Fold(low) && c <= Fold(high))
                {
                    return true;
                }
            }
            else if (Fold(low) == c)
            {
                return true;
            }
        }

        return false;
    }

    private static char Next(ReadOnlySpan<char> set, ref int i) => set[i] == '`' && i + 1 < set.Length ? set[++i] : set[i];

    private char Fold(char c) => (_options & WildcardOptions.IgnoreCase) != 0 ? char.ToUpperInvariant(c) : c;

    private bool Same(char a, char b) => a == b || ((_options & WildcardOptions.IgnoreCase) != 0 && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}

using System.Text;

namespace RedisPS.Core.Commands;

/// <summary>Texts in PowerShell's words: in scripts, data files, and the lines of the menu.</summary>
public static class ScriptText
{
    /// <summary>Whether a character begins and ends a text in single quotes. PowerShell takes the typographic quotes for the plain one.</summary>
    /// <param name="character">The character.</param>
    public static bool IsSingleQuote(char character) => character is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    /// <summary>Whether a character begins and ends a text in double quotes.</summary>
    /// <param name="character">The character.</param>
    public static bool IsDoubleQuote(char character) => character is '"' or '\u201c' or '\u201d' or '\u201e';

    /// <summary>Whether a character begins and ends a text in quotes of either kind.</summary>
    /// <param name="character">The character.</param>
    public static bool IsQuote(char character) => IsSingleQuote(character) || IsDoubleQuote(character);

    /// <summary>A text as PowerShell and redisps read it back: in single quotes, where nothing in it means anything.</summary>
    /// <param name="text">The text.</param>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder quoted = new("'", text.Length + 2);
        foreach (char character in text)
        {
            _ = quoted.Append(character, IsSingleQuote(character) ? 2 : 1);
        }

        return quoted.Append('\'').ToString();
    }
}

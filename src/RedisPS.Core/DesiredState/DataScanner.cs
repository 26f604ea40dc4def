using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using RedisPS.Core.Commands;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>The words of a PowerShell data file.</summary>
internal sealed class DataScanner(string text, string path)
{
    private int _at;

    /// <summary>The next sign; zero at the end.</summary>
    public char Current => _at < text.Length ? text[_at] : '\0';

    /// <summary>Whether all is read.</summary>
    public bool AtEnd => _at >= text.Length;

    /// <summary>Whether a value may end here.</summary>
    public bool AtSeparator
    {
        get
        {
            SkipBlanks();
            return AtEnd || Current is '\n' or '\r' or ';' or '}' or ')';
        }
    }

    /// <summary>Skips blanks and comments within a line.</summary>
    public void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\u00a0' or '\ufeff')
            {
                _at++;
            }
            else if (Current == '`' && Next(1) is '\r' or '\n')
            {
                _at += Next(1) == '\r' && Next(2) == '\n' ? 3 : 2;
            }
            else if (Current == '#')
            {
                _at = Find("\n", text.Length);
            }
            else if (Current == '<' && Next(1) == '#')
            {
                int end = text.IndexOf("#>", _at, StringComparison.Ordinal);
                _at = end < 0 ? throw Error("the comment <# has no end") : end + 2;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Skips blanks, comments and line ends.</summary>
    /// <param name="separators">Whether semicolons too.</param>
    public void SkipLines(bool separators = false)
    {
        SkipBlanks();
        while (Current is '\n' or '\r' || (separators && Current == ';'))
        {
            _at++;
            SkipBlanks();
        }
    }

    /// <summary>Takes signs if they come next.</summary>
    public bool TryTake(string signs)
    {
        if (string.CompareOrdinal(text, _at, signs, 0, signs.Length) != 0)
        {
            return false;
        }

        _at += signs.Length;
        return true;
    }

    /// <summary>A name without quotes, possibly empty.</summary>
    public string Word()
    {
        int start = _at;
        while (char.IsLetterOrDigit(Current) || Current == '_')
        {
            _at++;
        }

        return text[start.._at];
    }

    /// <summary>$true, $false or $null.</summary>
    public object? Constant()
    {
        int start = _at++;
        string name = Word();
        switch (name.ToLowerInvariant())
        {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            default:
                _at = start;
                throw Error($"${name} is not allowed: only $true, $false and $null are, nothing is run");
        }
    }

    /// <summary>A number, with kb, mb, gb, tb, pb as PowerShell has them.</summary>
    public object Number()
    {
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' || (Current is '+' or '-' && (_at == start || text[_at - 1] is 'e' or 'E')))
        {
            _at++;
        }

        string word = text[start.._at];
        object? number = Number(word);
        if (number is null)
        {
            _at = start;
            throw Error($"'{word}' is no number; a text needs quotes");
        }

        return number;
    }

    /// <summary>A text in quotes of any kind.</summary>
    public bool TryText([NotNullWhen(true)] out string? value)
    {
        value = Current switch
        {
            '@' when ScriptText.IsQuote(Next(1)) => Here(),
            _ when ScriptText.IsSingleQuote(Current) => Single(),
            _ when ScriptText.IsDoubleQuote(Current) => Double(),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The error that something is not as it must be, here.</summary>
    public ConfigException Error(string what)
    {
        string before = text[..Math.Min(_at, text.Length)];
        int line = before.Count(c => c == '\n') + 1;
        return new ConfigException(
            ConfigFailure.FileUnreadable, string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}, column {before.Length - before.LastIndexOf('\n')}: {what}."));
    }

    private static object? Number(string word)
    {
        string digits = word;
        long factor = 1;
        if (word.Length > 2 && char.ToLowerInvariant(word[^1]) == 'b' && !word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            factor = char.ToLowerInvariant(word[^2]) switch { 'k' => 1L << 10, 'm' => 1L << 20, 'g' => 1L << 30, 't' => 1L << 40, 'p' => 1L << 50, _ => 0 };
            digits = word[..^2];
        }

        if (factor == 0)
        {
            return null;
        }

        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) ? hex : null;
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return Math.Abs((decimal)whole * factor) <= long.MaxValue ? whole * factor : null;
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? factor > 1 && Math.Abs(number * factor) < 1L << 53 && number * factor == Math.Floor(number * factor) ? (object)(long)(number * factor) : number * factor
            : null;
    }

    private char Next(int count) => _at + count < text.Length ? text[_at + count] : '\0';

    private int Find(string what, int otherwise)
    {
        int found = text.IndexOf(what, _at, StringComparison.Ordinal);
        return found < 0 ? otherwise : found;
    }

    private string Single()
    {
        int start = _at++;
        StringBuilder value = new();
        while (true)
        {
            if (AtEnd)
            {
                _at = start;
                throw Error("the text has no end");
            }

            char c = text[_at++];
            if (!ScriptText.IsSingleQuote(c))
            {
                value.Append(c);
            }
            else if (ScriptText.IsSingleQuote(Current))
            {
                value.Append(text[_at++]);
            }
            else
            {
                return value.ToString();
            }
        }
    }

    private string Double()
    {
        int start = _at++;
        StringBuilder value = new();
        while (true)
        {
            if (AtEnd)
            {
                _at = start;
                throw Error("the text has no end");
            }

            char c = text[_at++];
            if (ScriptText.IsDoubleQuote(c) && !ScriptText.IsDoubleQuote(Current))
            {
                return value.ToString();
            }

            value.Append(c switch
            {
                '`' => Escape(),
                '$' => Dollar(),
                _ when ScriptText.IsDoubleQuote(c) => text[_at++],
                _ => c,
            });
        }
    }

    private string Here()
    {
        bool single = ScriptText.IsSingleQuote(Next(1));
        int start = _at;
        int first = text.IndexOf('\n', _at);
        if (first < 0 || text[(_at + 2)..first].Trim().Length > 0)
        {
            throw Error("a line end is expected after the opening of a here-string");
        }

        // The end stands at the beginning of a line; the line end before it does not belong to the text.
        _at = first + 1;
        StringBuilder value = new();
        while (!AtEnd)
        {
            bool lineBegins = text[_at - 1] == '\n';
            if (lineBegins && (single ? ScriptText.IsSingleQuote(Current) : ScriptText.IsDoubleQuote(Current)) && Next(1) == '@')
            {
                _at += 2;
                string read = value.ToString();
                return read.EndsWith("\r\n", StringComparison.Ordinal) ? read[..^2] : read.EndsWith('\n') ? read[..^1] : read;
            }

            char c = text[_at++];
            value.Append(single ? c : c switch { '`' => Escape(), '$' => Dollar(), _ => c });
        }

        _at = start;
        throw Error("the here-string has no end");
    }

    private char Escape()
    {
        if (AtEnd)
        {
            throw Error("the text has no end");
        }

        char c = text[_at++];
        return c switch { '0' => '\0', 'a' => '\a', 'b' => '\b', 'e' => '\u001b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => c };
    }

    private char Dollar()
    {
        if (char.IsLetterOrDigit(Current) || Current is '_' or '{' or '(' or ':' or '?' or '^' or '$')
        {
            _at--;
            throw Error("a text with variables would have to be run; write it in single quotes, or `$ for the sign");
        }

        return '$';
    }
}

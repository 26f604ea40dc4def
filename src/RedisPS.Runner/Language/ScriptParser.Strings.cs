using System.Text;
using RedisPS.Core.Commands;

namespace RedisPS.Runner.Language;

/// <content>Quoted texts.</content>
internal sealed partial class ScriptParser
{
    private Expression ParseQuoted() => ScriptText.IsSingleQuote(Current) ? ParseSingleQuoted() : ParseDoubleQuoted();

    private ConstantExpression ParseSingleQuoted()
    {
        int start = _at++;
        StringBuilder text = new();
        while (true)
        {
            if (_at >= _source.Length)
            {
                throw Mistake(start, "the text has no closing '");
            }

            char c = Current;
            _at++;
            if (ScriptText.IsSingleQuote(c))
            {
                if (!ScriptText.IsSingleQuote(Current))
                {
                    return new ConstantExpression(start, text.ToString());
                }

                c = Current;
                _at++;
            }

            text.Append(c);
        }
    }

    private Expression ParseDoubleQuoted()
    {
        int start = _at++;
        List<Expression> parts = [];
        StringBuilder text = new();
        while (true)
        {
            if (_at >= _source.Length)
            {
                throw Mistake(start, "the text has no closing \"");
            }

            char c = Current;
            if (ScriptText.IsDoubleQuote(c))
            {
                if (!ScriptText.IsDoubleQuote(Next))
                {
                    _at++;
                    break;
                }

                text.Append(Next);
                _at += 2;
            }
            else if (c == '`' && _at + 1 < _source.Length)
            {
                text.Append(Escape());
            }
            else if (c == '$' && (Words.IsIdentifierStart(Next) || Next is '{' or '('))
            {
                Flush(parts, text, start);
                parts.Add(ParseVariable());
                if (Current == ':' && !Words.IsIdentifierStart(Next) && _source[_at - 1] != '}')
                {
                    throw Mistake(_at, "':' behind a variable: write ${name} to end the name");
                }
            }
            else if (c == '$' && (char.IsAsciiDigit(Next) || Next is '?' or '$' or '^'))
            {
                throw Refuse(_at, $"the variable '${Next}'");
            }
            else
            {
                text.Append(c);
                _at++;
            }
        }

        if (parts.Count == 0)
        {
            return new ConstantExpression(start, text.ToString());
        }

        Flush(parts, text, start);
        return new TextExpression(start, parts);
    }

    // `n and its like; a backtick before any other character is that character.
    private string Escape()
    {
        char c = Next;
        _at += 2;
        switch (c)
        {
            case '0':
                return "\0";
            case 'a':
                return "\a";
            case 'b':
                return "\b";
            case 'e':
                return "\u001b";
            case 'f':
                return "\f";
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 't':
                return "\t";
            case 'v':
                return "\v";
            case 'u' when Current == '{':
                return UnicodeEscape();
            default:
                return c.ToString();
        }
    }

    private string UnicodeEscape()
    {
        int start = _at;
        int close = _source.Text.IndexOf('}', start);
        if (close < 0 || close - start is < 2 or > 7
            || !int.TryParse(_source.Text.AsSpan(start + 1, close - start - 1), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int code)
            || code > 0x10FFFF)
        {
            throw Mistake(start - 2, "`u{ needs one to six hexadecimal digits and '}'");
        }

        _at = close + 1;
        return code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code);
    }
}

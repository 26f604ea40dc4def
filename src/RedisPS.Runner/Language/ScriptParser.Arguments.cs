using System.Management.Automation;
using System.Text;
using RedisPS.Core.Commands;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Language;

/// <content>What stands behind a command's name.</content>
internal sealed partial class ScriptParser
{
    private List<CommandArgument> ParseArguments()
    {
        List<CommandArgument> arguments = [];
        bool parametersEnded = false;
        while (true)
        {
            SkipSpace(newLines: false);
            char c = Current;
            if (c is '\0' or '|' or ';' or '\n' or '\r' or ')' || _at >= _source.Length)
            {
                return arguments;
            }

            int start = _at;
            if (Words.IsDash(c) && Words.IsDash(Next) && Words.EndsWord(_source[_at + 2]))
            {
                _at += 2;
                parametersEnded = true;
            }
            else if (Words.IsDash(c) && Words.IsDash(Next) && _source[_at + 2] == '%')
            {
                throw Refuse(_at, "'--%'");
            }
            else if (!parametersEnded && Words.IsDash(c) && (Words.IsIdentifierStart(Next) || Next == '?'))
            {
                arguments.Add(ParseParameter());
            }
            else
            {
                arguments.Add(new CommandArgument(start, null, ParseArgumentList()));
            }
        }
    }

    private CommandArgument ParseParameter()
    {
        int start = _at++;
        int nameStart = _at;
        while (!Words.EndsWord(Current) && Current is not (':' or '=' or '$' or '.' or '[') && !ScriptText.IsQuote(Current))
        {
            _at++;
        }

        string name = _source.Text[nameStart.._at];
        if (Current != ':')
        {
            if (!Words.EndsWord(Current))
            {
                throw Mistake(_at, $"'{Current}' is not expected in the name of a parameter");
            }

            return new CommandArgument(start, name, null);
        }

        _at++;
        SkipSpace(newLines: false);
        if (Words.EndsWord(Current) && Current is not ('(' or '{' or '&' or '<' or '>'))
        {
            throw Mistake(_at, $"the parameter -{name}: needs a value");
        }

        return new CommandArgument(start, name, ParseArgumentList());
    }

    // One value, or several with commas between them, around which there may be spaces.
    private Expression ParseArgumentList()
    {
        int start = _at;
        List<Expression> items = [ParseArgumentValue()];
        while (true)
        {
            int before = _at;
            SkipSpace(newLines: false);
            if (Current != ',')
            {
                _at = before;
                return items.Count == 1 ? items[0] : new ListExpression(start, items.ConvertAll(Item));
            }

            _at++;
            SkipSpace(newLines: true);
            items.Add(ParseArgumentValue());
        }
    }

    // In a list a number is only that: how it was written is gone, and 007 would be the key 7.
    private Expression Item(Expression item)
    {
        if (item is not ConstantExpression { Value: PSObject { TokenText: { } word } number })
        {
            return item;
        }

        return word.Any(char.IsAsciiLetter)
            ? new ConstantExpression(item.Offset, number.BaseObject)
            : throw Mistake(item.Offset, $"in a list {word} is the number {TextConverter.ToText(number.BaseObject)}: write '{word}' if the text is meant");
    }

    private Expression ParseArgumentValue()
    {
        int start = _at;
        switch (Current)
        {
            case char quote when ScriptText.IsQuote(quote):
                return ParsePostfix(ParseQuoted());
            case '@' when Next is '(' or '{':
                return ParsePostfix(ParsePrimary());
            case '@' when ScriptText.IsQuote(Next):
                throw Refuse(start, "a here-string");
            case '@' when Words.IsIdentifierStart(Next):
                throw Refuse(start, "splatting with '@'");
            case '$' when Next == '(':
                throw Refuse(start, "'$('");
            case '(' or '{' or '}' or '&' or '<' or '>' or ')':
                throw Unexpected();
            case ',':
                throw Mistake(start, "a value is missing before ','");
            case '$':
                return ParseVariableArgument();
            default:
                return Words.EndsWord(Current) ? throw Mistake(start, "a value is missing") : ParseBareWord();
        }
    }

    private Expression ParseVariableArgument()
    {
        int start = _at;
        Expression value = ParsePostfix(ParseVariable());

        // $a/b or $a:b go on as a bare word.
        if (Words.EndsWord(Current))
        {
            return value;
        }

        if (Current == '[' || Current == '.')
        {
            throw Refuse(_at, $"'{Current}' behind a variable");
        }

        _at = start;
        return ParseBareWord();
    }

    private Expression ParseBareWord()
    {
        int start = _at;
        List<Expression> parts = [];
        StringBuilder text = new();
        bool quoted = false;
        while (!Words.EndsWord(Current))
        {
            char c = Current;
            switch (c)
            {
                case '`' when _at + 1 < _source.Length:
                    quoted = true;
                    text.Append(Escape());
                    break;
                case char quote when ScriptText.IsQuote(quote):
                    quoted = true;
                    Flush(parts, text, start);
                    parts.Add(ParseQuoted());
                    break;
                case '$' when char.IsAsciiDigit(Next) || Next is '?' or '$' or '^':
                    throw Refuse(_at, $"the variable '${Next}'");
                case '$' when Words.IsIdentifierStart(Next) || Next is '{' or '(' or '_':
                    quoted = true;
                    Flush(parts, text, start);
                    parts.Add(ParseVariable());
                    break;
                default:
                    text.Append(c);
                    _at++;
                    break;
            }
        }

        if (Current is '(' or '{' or '}' or '&' or '<' or '>')
        {
            throw Unexpected();
        }

        if (parts.Count == 0)
        {
            // A number with a sign stays a text here, as in PowerShell; a parameter that wants a number converts it.
            string word = text.ToString();
            return new ConstantExpression(start, !quoted && word[0] is not ('-' or '+') && TryNumber(word, out object? number) ? PSObject.NumberWord(number!, word) : word);
        }

        Flush(parts, text, start);
        return new TextExpression(start, parts);
    }

    private static void Flush(List<Expression> parts, StringBuilder text, int offset)
    {
        if (text.Length > 0)
        {
            parts.Add(new ConstantExpression(offset, text.ToString()));
            text.Clear();
        }
    }
}

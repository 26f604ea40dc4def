using System.Text;
using RedisPS.Core.Commands;

namespace RedisPS.Runner.Language;

/// <content>Values.</content>
internal sealed partial class ScriptParser
{
    private Expression ParseExpression()
    {
        int start = _at;
        List<Expression> items = [ParsePostfix(ParsePrimary())];
        while (true)
        {
            int before = _at;
            SkipSpace(newLines: false);
            if (Current != ',')
            {
                CheckNoOperator();
                _at = before;
                return items.Count == 1 ? items[0] : new ListExpression(start, items);
            }

            _at++;
            SkipSpace(newLines: true);
            items.Add(ParsePostfix(ParsePrimary()));
        }
    }

    private void CheckNoOperator()
    {
        if (_at < _source.Length && Current is not ('|' or ';' or '\n' or '\r' or ')' or '}'))
        {
            throw Unexpected();
        }
    }

    private Expression ParsePrimary()
    {
        int start = _at;
        if (++_depth > DeepestNesting)
        {
            throw Mistake(start, $"it is nested more than {DeepestNesting} deep");
        }

        Expression value = ParsePrimaryAt(start);
        _depth--;
        return value;
    }

    private Expression ParsePrimaryAt(int start)
    {
        switch (Current)
        {
            case char quote when ScriptText.IsQuote(quote):
                return ParseQuoted();
            case '$' when Next == '(':
                throw Refuse(start, "'$('");
            case '$':
                return ParseVariable();
            case '@' when Next == '(':
                _at += 2;
                List<Pipeline> pipelines = ParsePipelines(')', allowAssignment: false);
                _at++;
                return new ArrayExpression(start, pipelines);
            case '@' when Next == '{':
                _at += 2;
                return ParseTable(start);
            case '@' when ScriptText.IsQuote(Next):
                throw Refuse(start, "a here-string");
            case '@':
                throw Refuse(start, "splatting with '@'");
            default:
                return ParseNumber();
        }
    }

    private ConstantExpression ParseNumber()
    {
        int start = _at;
        if (Current is '-' or '+')
        {
            _at++;
        }

        while (char.IsLetterOrDigit(Current) || (Current == '.' && Next != '.') || (Current is '-' or '+' && _source[_at - 1] is 'e' or 'E'))
        {
            _at++;
        }

        string word = _source.Text[start.._at];
        if (word.Length > 0 && TryNumber(word, out object? number))
        {
            return new ConstantExpression(start, number);
        }

        _at = start;
        if (word.Length > 0 && char.IsLetterOrDigit(word[0]))
        {
            throw Mistake(start, $"'{word}' is neither a number nor a quoted text");
        }

        throw Unexpected();
    }

    private Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            if (Current == '.' && ScriptText.IsQuote(Next))
            {
                int start = ++_at;
                Expression quoted = ParseQuoted();
                string name = quoted is ConstantExpression { Value: string constant } ? constant : throw Refuse(start, "a property named by a variable");
                value = new PropertyExpression(start, value, name);
            }
            else if (Current == '.' && Words.IsIdentifierStart(Next))
            {
                int start = ++_at;
                string name = ReadIdentifierAt(start);
                _at += name.Length;
                if (Current == '(')
                {
                    throw Refuse(start, $"calling the method '{name}('");
                }

                value = new PropertyExpression(start, value, name);
            }
            else if (Current == '[' || (Current == '?' && Next is '.' or '['))
            {
                throw Refuse(_at, Current == '[' ? "an index in '['" : $"'?{Next}'");
            }
            else if ((Current == '+' && Next == '+') || (Current == '-' && Next == '-'))
            {
                throw Refuse(_at, $"'{Current}{Next}'");
            }
            else if (Current == '(' && value is not ConstantExpression)
            {
                throw Refuse(_at, "'('");
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ParseVariable()
    {
        int start = _at++;
        string name;
        bool braces = Current == '{';
        if (braces)
        {
            int close = _source.Text.IndexOf('}', _at);
            if (close < 0)
            {
                throw Mistake(start, "'}' is missing behind the name of the variable");
            }

            name = _source.Text[(_at + 1)..close];
            _at = close + 1;
        }
        else if (Current == '(')
        {
            throw Refuse(start, "'$('");
        }
        else
        {
            name = ReadIdentifierAt(_at);
            _at += name.Length;
            if (Current == '?' && Next is not ('.' or '['))
            {
                throw Refuse(start, $"the variable '${name}?'");
            }
            if (name.Length > 0 && Current == ':' && Next == ':')
            {
                throw Refuse(_at, "the operator '::'");
            }

            if (name.Length > 0 && Current == ':' && Words.IsIdentifierStart(Next))
            {
                string rest = ReadIdentifierAt(_at + 1);
                _at += 1 + rest.Length;
                name += ":" + rest;
            }
        }

        return MakeVariable(start, name);
    }

    private Expression MakeVariable(int start, string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (string.Equals(name[..colon], "env", StringComparison.OrdinalIgnoreCase))
            {
                return new VariableExpression(start, name[(colon + 1)..], IsEnvironment: true);
            }

            throw Refuse(start, $"the scope or drive of '${name}' (write ${{{name[..colon]}}} to end the name there), which");
        }

        switch (name.ToLowerInvariant())
        {
            case "true":
                return new ConstantExpression(start, true);
            case "false":
                return new ConstantExpression(start, false);
            case "null":
                return new ConstantExpression(start, null);
            case "":
                throw Refuse(start, $"the variable '${Current}'");
        }

        if (Words.IsAutomaticVariable(name))
        {
            throw Refuse(start, $"the variable '${name}'");
        }

        return new VariableExpression(start, name, IsEnvironment: false);
    }

    private TableExpression ParseTable(int start)
    {
        List<(string, Expression)> entries = [];
        while (true)
        {
            SkipSpace(newLines: true);
            while (Current == ';')
            {
                _at++;
                SkipSpace(newLines: true);
            }

            if (Current == '}')
            {
                _at++;
                return new TableExpression(start, entries);
            }

            int nameStart = _at;
            string name = ReadTableName();
            foreach ((string known, Expression _) in entries)
            {
                if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                {
                    throw Mistake(nameStart, $"the name '{name}' stands in the table twice");
                }
            }

            SkipSpace(newLines: false);
            if (Current != '=')
            {
                throw Mistake(_at, $"'=' is missing behind '{name}'");
            }

            _at++;
            SkipSpace(newLines: true);
            if (Words.IsIdentifierStart(Current))
            {
                throw Refuse(_at, "a command as a value in @{ }");
            }

            entries.Add((name, ParseExpression()));
            SkipSpace(newLines: false);
            if (Current is not (';' or '\n' or '\r' or '}'))
            {
                throw _at >= _source.Length ? Mistake(_at, "'}' is missing") : Unexpected();
            }
        }
    }

    private string ReadTableName()
    {
        if (ScriptText.IsQuote(Current))
        {
            int start = _at;
            Expression text = ParseQuoted();
            return text is ConstantExpression { Value: string constant } ? constant : throw Refuse(start, "a name with variables in @{ }");
        }

        int from = _at;
        while (Words.IsIdentifierPart(Current) || Current == '-')
        {
            _at++;
        }

        if (_at == from)
        {
            throw _at >= _source.Length ? Mistake(_at, "'}' is missing") : Unexpected();
        }

        return _source.Text[from.._at];
    }
}

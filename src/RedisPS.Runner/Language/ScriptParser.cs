using RedisPS.Core.Commands;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Language;

/// <summary>
/// Reads a script. The language is pipelines and nothing more; what PowerShell would make of the rest is told apart from
/// plain mistakes, so that the message can say that PowerShell is needed.
/// </summary>
internal sealed partial class ScriptParser
{
    private const int DeepestNesting = 200;

    private readonly SourceText _source;
    private int _at;
    private int _depth;

    private ScriptParser(SourceText source)
    {
        _source = source;
    }

    internal static Script Parse(string text)
    {
        SourceText source = new(text);
        ScriptParser parser = new(source);
        List<Pipeline> pipelines = parser.ParsePipelines('\0', allowAssignment: true);
        return new Script(source, pipelines);
    }

    private char Current => _source[_at];

    private char Next => _source[_at + 1];

    private ScriptException Mistake(int offset, string message) => new(_source, offset, message);

    private ScriptException Refuse(int offset, string what) => ScriptException.NeedsPowerShell(_source, offset, what);

    private List<Pipeline> ParsePipelines(char close, bool allowAssignment)
    {
        List<Pipeline> pipelines = [];
        while (true)
        {
            SkipSpace(newLines: true);
            while (Current == ';')
            {
                _at++;
                SkipSpace(newLines: true);
            }

            if (Current == close)
            {
                return pipelines;
            }

            if (_at >= _source.Length)
            {
                throw Mistake(_at, $"'{close}' is missing");
            }

            pipelines.Add(ParsePipeline(allowAssignment));
            SkipSpace(newLines: false);
            if (Current is not (';' or '\n' or '\r') && Current != close && _at < _source.Length)
            {
                throw Unexpected();
            }
        }
    }

    private Pipeline ParsePipeline(bool allowAssignment)
    {
        int start = _at;
        string? variable = TryParseAssignment(allowAssignment);
        List<PipelineElement> elements = [];
        while (true)
        {
            elements.Add(ParseElement(first: elements.Count == 0));
            SkipSpace(newLines: false);
            int end = _at;
            if (!AtPipe())
            {
                return new Pipeline(start, end, elements, variable);
            }

            if (Next == '|')
            {
                throw Refuse(_at, "'||'");
            }

            _at++;
            SkipSpace(newLines: true);
            if (_at >= _source.Length)
            {
                throw Mistake(_at, "a command is missing behind '|'");
            }
        }
    }

    // A line may also begin with the bar, as in PowerShell 7.
    private bool AtPipe()
    {
        if (Current == '|')
        {
            return true;
        }

        if (Current is not ('\n' or '\r'))
        {
            return false;
        }

        int before = _at;
        SkipSpace(newLines: true);
        if (Current == '|')
        {
            return true;
        }

        _at = before;
        return false;
    }

    private string? TryParseAssignment(bool allowed)
    {
        if (Current != '$' || !Words.IsIdentifierStart(Next))
        {
            return null;
        }

        int start = _at;
        int end = _at + 1;
        while (Words.IsIdentifierPart(_source[end]))
        {
            end++;
        }

        int sign = end;
        while (_source[sign] is ' ' or '\t')
        {
            sign++;
        }

        if (_source[sign] is '+' or '-' or '*' or '/' or '%' or '?' && _source[sign + 1] == '=')
        {
            throw Refuse(sign, $"'{_source[sign]}='");
        }

        if (_source[sign] != '=')
        {
            return null;
        }

        if (!allowed)
        {
            throw Refuse(sign, "an assignment inside @( )");
        }

        string name = _source.Text[(start + 1)..end];
        if (Words.IsAutomaticVariable(name) || name.ToLowerInvariant() is "true" or "false" or "null")
        {
            throw Refuse(start, $"setting ${name}");
        }

        _at = sign + 1;
        SkipSpace(newLines: true);
        return name;
    }

    private PipelineElement ParseElement(bool first)
    {
        int start = _at;
        char c = Current;
        if (StartsExpression(c))
        {
            if (!first)
            {
                throw Mistake(start, "a value can only stand at the start of a pipeline");
            }

            return new PipelineElement(start, null, [], ParseExpression());
        }

        RefuseAtCommand(c);
        string name = ReadCommandName();
        if (Words.IsKeyword(name) && !name.Contains('-', StringComparison.Ordinal))
        {
            throw Refuse(start, $"the word '{name}'");
        }

        return new PipelineElement(start, name, ParseArguments(), null);
    }

    private bool StartsExpression(char c) =>
        c is '$' or '@' || ScriptText.IsQuote(c) || char.IsAsciiDigit(c)
        || (c is '-' or '+' or '.' && (char.IsAsciiDigit(Next) || (Next == '.' && char.IsAsciiDigit(_source[_at + 2]))));

    private void RefuseAtCommand(char c)
    {
        switch (c)
        {
            case '&':
                throw Refuse(_at, Next == '&' ? "'&&'" : "the call operator '&'");
            case '.':
                throw Refuse(_at, "running a script with '.'");
            case '(':
                throw Refuse(_at, "'('");
            case '{':
                throw Refuse(_at, "'{'");
            case '[':
                throw Refuse(_at, "a type name in '['");
            case '!':
                throw Refuse(_at, "the operator '!'");
            case '-':
                throw Refuse(_at, "an operator at the start of a pipeline");
            case '<':
                throw Refuse(_at, Next == '#' ? "'<#'" : "'<'");
            case '>':
                throw Refuse(_at, "a redirection with '>'");
            case '%' or '?':
                throw Refuse(_at, $"the alias '{c}'");
            case '|':
                throw Mistake(_at, "a command is missing before '|'");
            case ')' or '}' or ',' or ';' or '=' or ']':
                throw Mistake(_at, $"'{c}' is not expected here");
        }
    }

    private string ReadCommandName()
    {
        int start = _at;
        while (!Words.EndsWord(Current) && Current is not ('$' or '=') && !ScriptText.IsQuote(Current))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Unexpected();
        }

        return _source.Text[start.._at];
    }

    private ScriptException Unexpected()
    {
        char c = Current;
        return c switch
        {
            '\0' => Mistake(_at, "the text ends too early"),
            '{' or '}' => Refuse(_at, $"'{c}'"),
            '(' or ')' => Refuse(_at, $"'{c}'"),
            '>' => Refuse(_at, "a redirection with '>'"),
            '<' => Refuse(_at, Next == '#' ? "'<#'" : "'<'"),
            '&' => Refuse(_at, Next == '&' ? "'&&'" : "'&'"),
            '[' => Refuse(_at, "'['"),
            '-' when Words.IsIdentifierStart(Next) => Refuse(_at, $"the operator '-{ReadIdentifierAt(_at + 1)}'"),
            '+' or '-' or '*' or '/' or '%' => Refuse(_at, $"the operator '{c}'"),
            '.' when Next == '.' => Refuse(_at, "the operator '..'"),
            ':' when Next == ':' => Refuse(_at, "the operator '::'"),
            '=' => Refuse(_at, "this assignment"),
            '?' => Refuse(_at, "the operator '?'"),
            _ => Mistake(_at, $"'{c}' is not expected here"),
        };
    }

    private string ReadIdentifierAt(int at)
    {
        int end = at;
        while (Words.IsIdentifierPart(_source[end]))
        {
            end++;
        }

        return _source.Text[at..end];
    }

    private void SkipSpace(bool newLines)
    {
        while (true)
        {
            char c = Current;
            if (Words.IsBlank(c) || (newLines && c is '\n' or '\r'))
            {
                _at++;
            }
            else if (c == '`' && (Next == '\n' || (Next == '\r' && _source[_at + 2] == '\n')))
            {
                _at += Next == '\n' ? 2 : 3;
            }
            else if (c == '#')
            {
                while (_at < _source.Length && Current != '\n')
                {
                    _at++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private static bool TryNumber(string word, out object? number) => NumberText.TryParse(word, out number);
}

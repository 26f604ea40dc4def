using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>
/// Reads the data part of PowerShell's language: one table of texts, numbers, $true, $false, $null, lists and tables. PowerShell reads the
/// same file to the same values with Import-PowerShellDataFile. Anything that would have to be run is refused.
/// </summary>
internal sealed class DataReader
{
    private const int Deepest = 32;

    private readonly DataScanner _scanner;
    private int _depth;

    private DataReader(string text, string path) => _scanner = new DataScanner(text, path);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it comes from, for errors.</param>
    /// <exception cref="ConfigException">It is something else than data.</exception>
    public static IReadOnlyDictionary<string, object?> Parse(string text, string path = "the text")
    {
        DataReader reader = new(text, path);
        reader._scanner.SkipLines();
        if (!reader._scanner.TryTake("@{"))
        {
            throw reader._scanner.Error("a table @{ ... } is expected");
        }

        IReadOnlyDictionary<string, object?> table = reader.Table();
        reader._scanner.SkipLines();
        return reader._scanner.AtEnd ? table : throw reader._scanner.Error("nothing may follow the table");
    }

    private Dictionary<string, object?> Table()
    {
        Enter();
        Dictionary<string, object?> table = new(StringComparer.OrdinalIgnoreCase);
        while (true)
        {
            _scanner.SkipLines(separators: true);
            if (_scanner.TryTake("}"))
            {
                _depth--;
                return table;
            }

            string name = Name();
            _scanner.SkipBlanks();
            if (!_scanner.TryTake("="))
            {
                throw _scanner.Error($"= is expected after '{name}'" + (_scanner.Current is '-' or '.' ? ", and a name with - or . needs quotes" : ""));
            }

            _scanner.SkipLines();
            if (!table.TryAdd(name, List()))
            {
                throw _scanner.Error($"'{name}' is there twice");
            }

            if (!_scanner.AtSeparator)
            {
                throw _scanner.Error("a line end, ; or } is expected: only data is read here, nothing is run");
            }
        }
    }

    private string Name()
    {
        if (_scanner.TryText(out string? quoted))
        {
            return quoted;
        }

        string word = _scanner.Word();
        return word.Length > 0 ? word : throw _scanner.Error("a name is expected");
    }

    // One value, or several with commas between.
    private object? List()
    {
        object? first = Value();
        List<object?>? several = null;
        while (true)
        {
            _scanner.SkipBlanks();
            if (!_scanner.TryTake(","))
            {
                return several?.ToArray() ?? first;
            }

            _scanner.SkipLines();
            (several ??= [first]).Add(Value());
        }
    }

    private object? Value()
    {
        if (_scanner.TryTake("@{"))
        {
            return Table();
        }

        if (_scanner.TryTake("@("))
        {
            return Array();
        }

        if (_scanner.TryText(out string? text))
        {
            return text;
        }

        return _scanner.Current switch
        {
            '$' => _scanner.Constant(),
            '-' or '+' or '.' or (>= '0' and <= '9') => _scanner.Number(),
            _ => throw _scanner.Error("a value is expected: a text in quotes, a number, $true, $false, $null, @( ... ) or @{ ... }"),
        };
    }

    private object?[] Array()
    {
        Enter();
        List<object?> items = [];
        while (true)
        {
            _scanner.SkipLines(separators: true);
            if (_scanner.TryTake(")"))
            {
                _depth--;
                return items.ToArray();
            }

            object? value = List();
            if (value is object?[] several)
            {
                items.AddRange(several);
            }
            else
            {
                items.Add(value);
            }

            if (!_scanner.AtSeparator)
            {
                throw _scanner.Error("a comma, a line end or ) is expected: only data is read here, nothing is run");
            }
        }
    }

    private void Enter()
    {
        if (++_depth > Deepest)
        {
            throw _scanner.Error($"tables and lists are nested more than {Deepest} deep");
        }
    }
}

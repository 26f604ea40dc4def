using System.Globalization;
using RedisPS.Core.Commands;
using RedisPS.Core.Keyspace;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The key browser.</summary>
internal sealed class KeyScreen(MenuHost host) : MenuScreen(host)
{
    private const string Variable = "page";

    private string _pattern = "*";
    private int _skip;
    private int _size;
    private bool _failed;

    protected override string Title => string.Create(CultureInfo.InvariantCulture, $"Keys {_pattern}  from {_skip + 1:N0}");

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter value: Get-RedisValue", "/ search", "d delete: Remove-RedisKey", "D all: Remove-RedisKey -Pattern", "t TTL: Set-RedisTtl", "PgUp/PgDn pages");

    protected override string? Heading => "Type           TTL  Key";

    protected override void Load()
    {
        _size = Math.Max(5, Room - 1);
        LineResult result = Run(string.Create(CultureInfo.InvariantCulture, $"${Variable} = Get-RedisKey {ScriptText.Quote(_pattern)} -First {_size}{(_skip > 0 ? $" -Skip {_skip}" : "")}"));
        _failed = result.Failed || result.Interrupted;
        List<object> found = _failed ? [] : Host.Runner.Variable(Variable).OfType<RedisKeyInfo>().Cast<object>().ToList();
        Items.Clear();
        Items.AddRange(found);
        Messages.AddRange(result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => Items.Count > 0 || _failed ? []
        : [new BodyLine(_skip > 0 ? "No more keys." : $"No key matches {_pattern}.", BodyStyle.Dim)];

    protected override string Row(object item, int width)
    {
        RedisKeyInfo key = (RedisKeyInfo)item;
        return $"{DisplayCells.Fit(key.Type ?? "", 8)}{(key.TimeToLiveText ?? "").PadLeft(10)}  {key.Key}";
    }

    protected override bool TurnPage(int direction)
    {
        if (direction > 0 ? Items.Count < _size : _skip == 0)
        {
            return true;
        }

        _skip = Math.Max(0, _skip + (direction * _size));
        Index = 0;
        Messages.Clear();
        Reload();
        return true;
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == '/')
        {
            if (Host.AskText("Search", "Pattern", start: _pattern == "*" ? "" : _pattern, body: PatternHelp) is { } pattern)
            {
                _pattern = pattern.Length == 0 ? "*" : pattern;
                _skip = 0;
                Index = 0;
                Reload();
            }

            return true;
        }

        if (key.KeyChar == 'D')
        {
            ActAndReload($"Remove-RedisKey -Pattern {ScriptText.Quote(_pattern)} -Confirm");
            return true;
        }

        if (Selected is not RedisKeyInfo selected)
        {
            return false;
        }

        KeyLine line = new(selected, Index);
        if (key.Key == ConsoleKey.Enter)
        {
            new TextScreen(Host, selected.Key, line.With("Get-RedisValue")).Show();
            return true;
        }

        if (key.KeyChar == 'd')
        {
            ActAndReload(line.With("Remove-RedisKey", "-Confirm"));
            return true;
        }

        if (key.KeyChar == 't')
        {
            TimeToLiveScreen choice = new(Host, line);
            choice.Show();
            if (choice.Line is { } change)
            {
                ActAndReload(change);
            }

            return true;
        }

        return false;
    }

    /// <summary>What a pattern may be.</summary>
    internal static IReadOnlyList<BodyLine> PatternHelp { get; } =
    [
        new("*            any characters       user:*"),
        new("?            one character        cache:??"),
        new("[abc] [a-c]  one of these         item:[0-9]"),
        new("\\            takes the next character as it is"),
        new(""),
        new("Enter takes it, Esc goes back.", BodyStyle.Dim),
    ];
}

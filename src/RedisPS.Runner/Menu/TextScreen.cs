namespace RedisPS.Runner.Menu;

/// <summary>What one line writes, as its view shows it.</summary>
/// <param name="host">The menu.</param>
/// <param name="title">The title.</param>
/// <param name="line">The line that is shown first.</param>
/// <param name="keys">The keys, for the footer.</param>
/// <param name="lineOf">The line a key shows instead.</param>
/// <param name="changeOf">The line a key runs to change something; null from a key that does not, or whose question was left.</param>
internal sealed class TextScreen(MenuHost host, string title, string line, KeyHint[]? keys = null, Func<char, string?>? lineOf = null, Func<char, string?>? changeOf = null) : MenuScreen(host)
{
    private LineResult? _result;
    private string _line = line;

    protected override string Title => title;

    protected override IReadOnlyList<KeyHint> Keys => keys ?? [];

    protected override void Load()
    {
        _result = Run(_line);
        Messages.Clear();
        Messages.AddRange(_result.Problems);
        if (_result is { Failed: false, Interrupted: false, Objects.Count: 0, Said: "" })
        {
            Messages.Add(new BodyLine("Nothing to show.", BodyStyle.Dim));
        }
    }

    protected override IEnumerable<BodyLine> Text(int width) => _result?.Lines(width) ?? [];

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (changeOf?.Invoke(key.KeyChar) is { } change)
        {
            ActAndReload(change);
            return true;
        }

        if (lineOf?.Invoke(key.KeyChar) is not { } next)
        {
            return false;
        }

        _line = next;
        Index = 0;
        Reload();
        return true;
    }
}

namespace RedisPS.Runner.Menu;

/// <summary>What one line writes, as its view shows it.</summary>
internal sealed class TextScreen(MenuHost host, string title, string line, string keys = "", Func<char, string?>? lineOf = null) : MenuScreen(host)
{
    private LineResult? _result;
    private string _line = line;

    protected override string Title => title;

    protected override string Keys => keys;

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

using System.Management.Automation;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>A screen: it runs lines, shows them with what came of them, and does what its keys say.</summary>
internal abstract class MenuScreen(MenuHost host)
{
    private const int MostRanLines = 3;
    private static readonly KeyHint[] s_commonKeys = KeyHint.List("r refresh", "Esc back");

    private readonly List<string> _ran = [];

    protected MenuHost Host { get; } = host;

    /// <summary>What can be chosen; empty on a screen of text.</summary>
    protected List<object> Items { get; } = [];

    protected int Index { get; set; }

    protected object? Selected => Index >= 0 && Index < Items.Count ? Items[Index] : null;

    protected List<BodyLine> Messages { get; } = [];

    protected abstract string Title { get; }

    /// <summary>The keys that do something here, for the footer.</summary>
    protected virtual IReadOnlyList<KeyHint> Keys => [];

    /// <summary>The heading above the items.</summary>
    protected virtual string? Heading => null;

    /// <summary>Rows that Items and the text around them leave for items.</summary>
    protected int Room => Math.Max(1, Host.Screen.Room(MostRanLines, Footer) - 2);

    /// <summary>Whether there is anything to look at again.</summary>
    protected virtual bool CanRefresh => true;

    private IReadOnlyList<KeyHint> Footer =>
        [.. Keys.Select(key => key with { Obstacle = Host.State.Rights.Obstacle(key.Needs) }), .. CanRefresh ? s_commonKeys : s_commonKeys[1..]];

    private bool _closed;

    /// <summary>Shows the screen until it is left.</summary>
    internal void Show()
    {
        Load();
        while (!_closed)
        {
            Draw();
            if (Host.NextKey() is not { } key)
            {
                continue;
            }

            switch (key.Key)
            {
                case ConsoleKey.Escape:
                    return;
                case ConsoleKey.UpArrow:
                    Index--;
                    break;
                case ConsoleKey.DownArrow:
                    Index++;
                    break;
                case ConsoleKey.Home:
                    Index = 0;
                    break;
                case ConsoleKey.End:
                    Index = int.MaxValue;
                    break;
                case ConsoleKey.PageUp when !TurnPage(-1):
                    Index -= Room;
                    break;
                case ConsoleKey.PageDown when !TurnPage(1):
                    Index += Room;
                    break;
                case ConsoleKey.PageUp or ConsoleKey.PageDown:
                    break;
                default:
                    Messages.Clear();
                    if (Footer.FirstOrDefault(hint => hint.Is(key)) is { Obstacle: { } obstacle } barred)
                    {
                        Messages.Add(new BodyLine($"{barred.Name}: {obstacle}", BodyStyle.Error));
                    }
                    else if (!Handle(key) && key.KeyChar == 'r' && CanRefresh)
                    {
                        Reload();
                    }

                    break;
            }
        }
    }

    /// <summary>Runs the lines the screen shows.</summary>
    protected abstract void Load();

    /// <summary>The text of a screen without items, or below them.</summary>
    protected virtual IEnumerable<BodyLine> Text(int width) => [];

    protected virtual string Row(object item, int width) => item.ToString() ?? "";

    protected virtual BodyStyle StyleOf(object item) => BodyStyle.Plain;

    protected virtual bool Handle(ConsoleKeyInfo key) => false;

    /// <summary>Goes to another page of items; false when there are none and the list scrolls instead.</summary>
    protected virtual bool TurnPage(int direction) => false;

    protected void Close() => _closed = true;

    protected void Reload()
    {
        _ran.Clear();
        Load();
    }

    /// <summary>Runs a line and shows it.</summary>
    protected LineResult Run(string line, string? secret = null)
    {
        LineResult result = Host.Runner.Run(line, secret);
        foreach (ErrorRecord refusal in result.Records)
        {
            Host.State.Rights.Learn(refusal, line);
        }

        if (result.LostConnection)
        {
            Host.State.NoteLoss(result.Errors);
        }
        else if (Host.State.Trouble.Length > 0 && !result.Failed && !result.Interrupted)
        {
            Host.State.Refresh(Host.Runner, looksAtMachine: false);
        }

        Shows(result.Line);
        return result;
    }

    protected void Shows(string line)
    {
        _ran.Remove(line);
        _ran.Add(line);
        if (_ran.Count > MostRanLines)
        {
            _ran.RemoveAt(0);
        }
    }

    /// <summary>Runs a line that changes something, and keeps what came of it at the foot of the screen.</summary>
    protected LineResult Act(string line, string? secret = null)
    {
        Messages.Clear();

        // What was chosen or typed on another screen for it is over: this one is seen again while the line runs.
        Draw();
        LineResult result = Run(line, secret);
        Messages.AddRange(result.Problems);
        if (result.Objects.Count > 0 || result.Said.Length > 0)
        {
            Messages.AddRange(result.Lines(Host.Screen.Width));
        }
        else if (!result.Failed && !result.Interrupted)
        {
            Messages.Add(new BodyLine("Nothing was changed.", BodyStyle.Dim));
        }

        return result;
    }

    /// <summary>Runs a line that changes something, and looks again; what came of it stays to be read.</summary>
    protected LineResult ActAndReload(string line, string? secret = null)
    {
        int index = Index;
        LineResult result = Act(line, secret);
        List<BodyLine> outcome = [.. Messages];
        Host.State.Refresh(Host.Runner, looksAtMachine: false);
        Load();
        Index = index;
        Messages.Clear();
        Messages.AddRange(outcome);
        return result;
    }

    private void Draw()
    {
        List<BodyLine> body = [];
        int width = Host.Screen.Width;
        if (Items.Count > 0 && Heading is { } heading)
        {
            body.Add(new BodyLine("  " + heading, BodyStyle.Heading));
        }

        int before = body.Count;
        List<BodyLine> text = [.. Text(width)];
        int last = Items.Count > 0 ? Items.Count - 1 : Math.Max(0, text.Count - 1);
        Index = Math.Clamp(Index, 0, last);
        for (int i = 0; i < Items.Count; i++)
        {
            string row = Row(Items[i], width - 2);
            body.Add(i == Index ? new BodyLine("> " + row, BodyStyle.Selected) : new BodyLine("  " + row, StyleOf(Items[i])));
        }

        body.AddRange(text);
        int first = Host.Screen.Draw(new Frame
        {
            Status = Host.State.TextFor(width),
            Title = Title,
            Ran = _ran,
            Body = body,
            Messages = Messages,
            Keys = Footer,
            Focus = Items.Count > 0 ? before + Index : null,
            First = Index,
        });
        if (Items.Count == 0)
        {
            // Beyond the end there is nothing to scroll to.
            Index = first;
        }
    }
}

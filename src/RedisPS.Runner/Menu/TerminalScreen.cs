using System.Globalization;
using System.Text;
using RedisPS.Runner.Formatting;
using Spectre.Console;

namespace RedisPS.Runner.Menu;

/// <summary>Draws frames on the terminal's second screen, and gives the first one back.</summary>
internal sealed class TerminalScreen(TextWriter terminal)
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string Leave = "\u001b[0m\u001b[?25h\u001b[?1049l";
    private const int MostMessages = 8;

    private readonly Lock _gate = new();
    private readonly bool _colors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private bool _entered;

    internal int Width { get; private set; } = 80;

    internal int Height { get; private set; } = 24;

    /// <summary>How many lines of a body are seen under so many command lines and above these keys.</summary>
    internal int Room(int ranLines, IReadOnlyList<KeyHint> keys) => Math.Max(1, Height - 4 - ranLines - KeyHint.Rows(keys, Width).Count);

    internal void Open()
    {
        lock (_gate)
        {
            Measure();
            _entered = true;
            terminal.Write(Enter);
            terminal.Flush();
        }
    }

    /// <summary>Gives the terminal back as it was; harmless when called again, from any thread.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            if (_entered)
            {
                _entered = false;
                terminal.Write(Leave);
                terminal.Flush();
            }
        }
    }

    internal void Measure()
    {
        try
        {
            Width = Math.Max(20, Console.WindowWidth);
            Height = Math.Max(8, Console.WindowHeight);
        }
        catch (IOException)
        {
            // The terminal has gone; what is drawn now nobody sees.
        }
    }

    /// <summary>Shows that a line runs; progress goes to the last row.</summary>
    internal void ShowRunning(string line)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"\u001b[{Height - 1};1H\u001b[K");
        text.Append(DisplayCells.Fit(Clean("> " + line), Width));
        text.Append(CultureInfo.InvariantCulture, $"\u001b[{Height};1H\u001b[KRunning. Ctrl+C stops it.\r");
        Write(text.ToString());
    }

    /// <summary>Draws a frame; the first line of its body that is seen.</summary>
    internal int Draw(Frame frame)
    {
        List<BodyLine> top =
        [
            new(" " + frame.Status, BodyStyle.Selected),
            default,
            .. frame.Ran.SelectMany(line => DisplayCells.WrapWords(Clean("> " + line), Width)).Select(line => new BodyLine(line, BodyStyle.Dim)),
        ];
        List<BodyLine> messages = frame.Messages.SelectMany(message => DisplayCells.WrapWords(message.Text, Width).Select(line => new BodyLine(line, message.Style))).ToList();
        List<KeyHint[]> keys = frame.Prompt is null ? KeyHint.Rows(frame.Keys, Width) : [];
        int foot = Math.Max(1, keys.Count);
        int most = Math.Max(1, Math.Min(MostMessages, Height - top.Count - foot - 3));
        if (messages.Count > most)
        {
            messages = [.. messages.GetRange(0, most - 1), new BodyLine($"… {messages.Count - most + 1} more lines", BodyStyle.Dim)];
        }

        int room = Math.Max(1, Height - top.Count - messages.Count - foot - 1);
        int first = Math.Clamp(frame.Focus is { } focus ? focus - (room / 2) : frame.First, 0, Math.Max(0, frame.Body.Count - room));
        top[1] = new BodyLine(Ruled(frame.Title, first, frame.Body.Count - first - room), BodyStyle.Heading);
        List<BodyLine> rows = [.. top, new(string.Empty), .. frame.Body.Skip(first).Take(room)];
        while (rows.Count < Height - messages.Count - foot)
        {
            rows.Add(new BodyLine(string.Empty));
        }

        rows.AddRange(messages);
        if (rows.Count > Height - foot)
        {
            // Too small for all of it: the keys stay.
            rows.RemoveRange(Height - foot, rows.Count - (Height - foot));
        }

        Write(Render(rows, keys, frame.Prompt));
        return first;
    }

    private string Render(List<BodyLine> rows, List<KeyHint[]> keys, string? prompt)
    {
        using StringWriter buffer = new(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(buffer),
            Ansi = AnsiSupport.Yes,
            ColorSystem = _colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width + 1;
        buffer.Write("\u001b[?25l");
        for (int i = 0; i < rows.Count; i++)
        {
            ToRow(buffer, i);
            string text = Clean(rows[i].Text);
            text = rows[i].Style == BodyStyle.Selected ? DisplayCells.Fit(text, Width) : text[..DisplayCells.Head(text, Width)];
            if (text.Length > 0)
            {
                console.Write(new Text(text, StyleOf(rows[i].Style)));
            }
        }

        for (int i = 0; i < keys.Count; i++)
        {
            ToRow(buffer, rows.Count + i);
            WriteKeys(console, keys[i]);
        }

        if (prompt is not null)
        {
            ToRow(buffer, rows.Count);
            console.Write(new Text(prompt, StyleOf(BodyStyle.Heading)));
            buffer.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{Height};{Math.Min(DisplayCells.Length(prompt), Width - 1) + 1}H\u001b[?25h"));
        }

        return buffer.ToString();
    }

    private static void ToRow(StringWriter buffer, int row) => buffer.Write(string.Create(CultureInfo.InvariantCulture, $"\u001b[{row + 1};1H\u001b[0m\u001b[K"));

    // A key stands out by weight as well as by colour: not every terminal has colours, and not everybody sees them.
    private void WriteKeys(IAnsiConsole console, KeyHint[] hints)
    {
        int room = Width;
        for (int i = 0; i < hints.Length && room > 0; i++)
        {
            string gap = i > 0 ? KeyHint.Gap : "";
            string key = gap + hints[i].Key;
            string name = " " + hints[i].Name;
            bool isBarred = hints[i].Obstacle is not null;
            console.Write(new Text(key[..DisplayCells.Head(key, room)], StyleOf(isBarred ? BodyStyle.Dim : BodyStyle.Heading)));
            room = Math.Max(0, room - key.Length);
            console.Write(new Text(name[..DisplayCells.Head(name, room)], StyleOf(isBarred ? BodyStyle.Dim : BodyStyle.Plain)));
            room -= name.Length;
        }
    }

    private void Write(string text)
    {
        lock (_gate)
        {
            if (_entered)
            {
                terminal.Write(text);
                terminal.Flush();
            }
        }
    }

    // How much there is above and below what is seen stands at the right.
    private string Ruled(string title, int above, int below)
    {
        string marks = string.Concat(above > 0 ? string.Create(CultureInfo.InvariantCulture, $" ↑ {above}") : "", below > 0 ? string.Create(CultureInfo.InvariantCulture, $" ↓ {below}") : "");
        string tail = marks.Length > 0 ? marks + " ──" : "";
        return DisplayCells.Fit($"── {Clean(title)} " + new string('─', Width), Width - tail.Length) + tail;
    }

    private static Style StyleOf(BodyStyle style) => style switch
    {
        BodyStyle.Heading => new Style(Color.Teal, decoration: Decoration.Bold),
        BodyStyle.Dim => new Style(decoration: Decoration.Dim),
        BodyStyle.Selected => new Style(decoration: Decoration.Invert),
        BodyStyle.Error => new Style(Color.Maroon, decoration: Decoration.Bold),
        _ => Style.Plain,
    };

    // A value or a name may hold escape sequences: shown as they are, they would draw on the picture.
    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') < 0
            ? text
            : string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
}

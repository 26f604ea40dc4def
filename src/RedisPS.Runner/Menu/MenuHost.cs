using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using RedisPS.Runner.Hosting;

namespace RedisPS.Runner.Menu;

/// <summary>The menu from its opening to its end, and the terminal's state around it.</summary>
internal sealed class MenuHost
{
    private readonly Keyboard _keyboard = new();
    private static readonly KeyHint[] s_answers = KeyHint.List("y yes", "n no", "Esc no");

    private volatile bool _asking;

    internal MenuHost(TextWriter terminal)
    {
        Screen = new TerminalScreen(terminal);
        Runner = new LineRunner(Screen, terminal, Answer);
    }

    internal TerminalScreen Screen { get; }

    internal LineRunner Runner { get; }

    internal ServerState State { get; } = new();

    internal int Run()
    {
        Runspace.DefaultRunspace = new Runspace();
        EventHandler closing = (_, _) => Screen.Close();
        AppDomain.CurrentDomain.ProcessExit += closing;
        using PosixSignalRegistration? resized = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => _keyboard.Post(MenuEventKind.Resized));
        Screen.Open();
        try
        {
            _keyboard.Start();
            new MainScreen(this).Show();
            return ExitCodes.Success;
        }
        catch (MenuClosedException e)
        {
            return e.ExitCode;
        }
        finally
        {
            Screen.Close();
            AppDomain.CurrentDomain.ProcessExit -= closing;
            new ModuleLifecycle().OnRemove(new PSModuleInfo());
        }
    }

    /// <summary>Ctrl+C: a line that runs is stopped, else the menu is left. False when what runs was asked before and did not listen.</summary>
    internal bool Interrupt()
    {
        if (!Runner.IsRunning)
        {
            _keyboard.Post(MenuEventKind.Interrupted);
            return true;
        }

        bool stopped = Runner.Stop();
        if (_asking)
        {
            _keyboard.Post(MenuEventKind.Interrupted);
        }

        return stopped;
    }

    /// <summary>The next key; null when only the size changed.</summary>
    internal ConsoleKeyInfo? NextKey()
    {
        MenuEvent next = _keyboard.Next();
        if (next.Kind == MenuEventKind.Key)
        {
            return next.Key;
        }

        Screen.Measure();
        return null;
    }

    /// <summary>The folder of backups that was used last.</summary>
    internal string BackupFolder { get; set; } = "";

    /// <summary>The file of a desired state that was used last.</summary>
    internal string StateFile { get; set; } = "";

    /// <summary>Asks for a line of text in the footer; null when Esc was pressed.</summary>
    internal string? AskText(string title, string label, bool isSecret = false, string start = "", IReadOnlyList<BodyLine>? body = null) =>
        Ask(title, label, isSecret, start, body ?? [new BodyLine("Enter takes it, Esc goes back.", BodyStyle.Dim)], completes: false);

    /// <summary>Asks for a path, with Tab to complete it; null when Esc was pressed.</summary>
    internal string? AskPath(string title, string label, string start) =>
        Ask(title, label, isSecret: false, start, [new BodyLine("Tab completes it, Enter takes it, Esc goes back.", BodyStyle.Dim)], completes: true);

    private string? Ask(string title, string label, bool isSecret, string start, IReadOnlyList<BodyLine> help, bool completes)
    {
        IReadOnlyList<BodyLine> body = help;
        string text = start;
        while (true)
        {
            string shown = isSecret ? new string('*', text.Length) : text;
            string footer = $"{label}: {shown}";
            int room = Screen.Width - 1;
            if (footer.Length > room)
            {
                footer = $"{label}: …{shown[^Math.Max(0, Math.Min(shown.Length, room - label.Length - 3))..]}";
            }

            Screen.Draw(new Frame { Status = State.TextFor(Screen.Width), Title = title, Body = body, Prompt = footer });
            MenuEvent next = _keyboard.NextAnswer();
            switch (next.Kind)
            {
                case MenuEventKind.Resized:
                    Screen.Measure();
                    continue;
                case MenuEventKind.Interrupted:
                    // What was begun here is left, and not the menu.
                    return null;
                case MenuEventKind.Ended:
                    throw new MenuClosedException(ExitCodes.Success);
            }

            ConsoleKeyInfo key = next.Key;
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return text;
                case ConsoleKey.Escape:
                    return null;
                case ConsoleKey.Tab when completes:
                    PathCompletion completion = PathCompletion.Of(text);
                    text = completion.Text;
                    body = [.. help, new BodyLine(""), .. completion.Names.Select(name => new BodyLine(name))];
                    break;
                case ConsoleKey.Backspace:
                    text = text.Length == 0 ? text : text[..^(text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];
                    break;
                default:
                    text = key.KeyChar == '\u0015' ? string.Empty : char.IsControl(key.KeyChar) ? text : text + key.KeyChar;
                    break;
            }
        }
    }

    /// <summary>Drops what was typed and not read yet.</summary>
    internal void ForgetKeys() => _keyboard.ForgetKeys();

    private static int Scrolled(ConsoleKey key) => key switch
    {
        ConsoleKey.UpArrow => -1,
        ConsoleKey.DownArrow => 1,
        ConsoleKey.PageUp => -10,
        ConsoleKey.PageDown => 10,
        _ => 0,
    };

    // A command's question. Nothing is the answer that Enter gives: a key pressed too much must not remove anything.
    private string? Answer(string line, string question)
    {
        _asking = true;
        _keyboard.ForgetKeys();
        try
        {
            List<BodyLine> body = question.Trim('\n').Split('\n')
                .Where(text => !text.StartsWith("[Y]", StringComparison.Ordinal))
                .SelectMany(text => Formatting.DisplayCells.WrapWords(text, Screen.Width)).Select(text => new BodyLine(text)).ToList();
            int first = 0;
            while (true)
            {
                first = Screen.Draw(new Frame { Status = State.TextFor(Screen.Width), Title = "Question", Ran = [line], Body = body, Keys = s_answers, First = first });
                MenuEvent next = _keyboard.NextAnswer();
                if (next.Kind == MenuEventKind.Resized)
                {
                    Screen.Measure();
                    continue;
                }

                if (next.Kind == MenuEventKind.Key && Scrolled(next.Key.Key) is int lines and not 0)
                {
                    first = Math.Max(0, first + lines);
                    continue;
                }

                if (next.Kind != MenuEventKind.Key || next.Key.Key == ConsoleKey.Escape || next.Key.KeyChar is 'n' or 'N')
                {
                    return "n";
                }

                if (next.Key.KeyChar is 'y' or 'Y')
                {
                    Screen.ShowRunning(line);
                    return "y";
                }
            }
        }
        finally
        {
            _asking = false;
        }
    }
}

using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Language;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Menu;

/// <summary>Runs the menu's lines on the engine that runs scripts; nothing of the menu speaks to a server in another way.</summary>
internal sealed partial class LineRunner(TerminalScreen screen, TextWriter terminal, Func<string, string, string?> answer)
{
    private const int MostRecords = 10;

    private readonly Lock _gate = new();
    private readonly SessionState _state = new();
    private Session? _running;

    /// <summary>Whether a line runs.</summary>
    internal bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running is not null;
            }
        }
    }

    /// <summary>Runs a line. <paramref name="secret"/> is what of it must not be shown.</summary>
    internal LineResult Run(string line, string? secret = null)
    {
        string shown = Masked(line, secret);
        using StringWriter said = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter errors = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        string? Ask()
        {
            string question = said.ToString();
            said.GetStringBuilder().Clear();
            return answer(shown, question);
        }

        CollectingSink sink = new();
        Session session = new(new StreamSet(said, errors, Ask, colors: false, new ProgressLine(terminal, () => screen.Width)), sink, _state);
        List<ErrorRecord> records = [];
        session.Noted += record =>
        {
            if (records.Count < MostRecords)
            {
                records.Add(record);
            }
        };
        lock (_gate)
        {
            _running = session;
        }

        bool interrupted = false;
        screen.ShowRunning(shown);
        try
        {
            Script script = ScriptParser.Parse(line);
            Interpreter.Check(script);
            new Interpreter(session).Run(script);
        }
        catch (PipelineStoppedException)
        {
            interrupted = true;
        }
        catch (ScriptException e)
        {
            errors.WriteLine(e.Message);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }

            session.Streams.ClearProgress();
        }

        string problems = errors.ToString();
        return new LineResult
        {
            Line = shown,
            Objects = sink.Items,
            Said = said.ToString(),
            Errors = secret is { Length: > 0 } ? problems.Replace(secret, "***", StringComparison.Ordinal) : problems,
            Records = records,
            Failed = session.HadErrors || problems.Length > 0 && !problems.StartsWith("WARNING", StringComparison.Ordinal),
            LostConnection = session.HadConnectionErrors,
            Interrupted = interrupted || session.IsStopped,
        };
    }

    /// <summary>What a line put into a variable, as the objects they are.</summary>
    internal IReadOnlyList<object?> Variable(string name) => _state.PSVariable.GetValue(name) switch
    {
        null => [],
        object?[] many => many,
        { } one => [one],
    };

    /// <summary>Gives lines something that must not stand in them; null takes it away.</summary>
    internal void SetVariable(string name, object? value)
    {
        if (value is null)
        {
            _state.PSVariable.Remove(name);
        }
        else
        {
            _state.PSVariable.Set(name, value);
        }
    }

    /// <summary>Stops the line that runs, from any thread; false when it has been asked before, or none runs.</summary>
    internal bool Stop()
    {
        Session? running;
        lock (_gate)
        {
            running = _running;
        }

        if (running is null || running.IsStopped)
        {
            return false;
        }

        running.Stop();
        return true;
    }

    private static string Masked(string line, string? secret)
    {
        string shown = secret is { Length: > 0 } ? line.Replace(secret, "***", StringComparison.Ordinal) : line;
        return PasswordInUrl().Replace(shown, "$1***@");
    }

    // In quotes a quote is two; what stands before the last @ belongs to the password.
    [GeneratedRegex("((?:://|')[^:/@' ]*:(?!//))(?:[^' ]|'')*@")]
    private static partial Regex PasswordInUrl();
}

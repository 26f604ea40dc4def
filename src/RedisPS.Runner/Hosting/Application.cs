using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Help;
using RedisPS.Runner.Language;
using RedisPS.Runner.Menu;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Hosting;

/// <summary>The program: reads its arguments, runs what they say, answers with an exit code.</summary>
internal sealed class Application(TextWriter output, TextWriter error, ISurroundings surroundings)
{
    private readonly Lock _gate = new();
    private Session? _session;
    private bool _stopped;
    private MenuHost? _menu;

    internal int Run(IReadOnlyList<string> arguments)
    {
        if (!CommandLine.TryParse(arguments, out CommandLine commandLine, out string? mistake))
        {
            error.WriteLine($"redisps: {mistake}. Try: redisps --help");
            return ExitCodes.NotParsed;
        }

        try
        {
            int code = Run(commandLine);
            output.Flush();
            return code;
        }
        catch (BrokenPipeException)
        {
            return ExitCodes.Success;
        }
        catch (IOException e)
        {
            error.WriteLine($"redisps: {e.Message}");
            return ExitCodes.Errors;
        }
    }

    /// <summary>Stops what runs, from any thread.</summary>
    internal void Stop()
    {
        Session? session;
        lock (_gate)
        {
            _stopped = true;
            session = _session;
        }

        session?.Stop();
    }

    /// <summary>Ctrl+C. While the menu is open it stops what runs in it, or leaves it, and the program goes on: true.</summary>
    internal bool InterruptMenu()
    {
        MenuHost? menu;
        lock (_gate)
        {
            menu = _menu;
        }

        return menu is not null && Interrupt(menu);
    }

    private int Run(CommandLine commandLine)
    {
        if (commandLine.ShowsVersion)
        {
            output.WriteLine("redisps " + VersionText());
            return ExitCodes.Success;
        }

        if (commandLine.ShowsHelp)
        {
            output.Write(Usage.Full);
            return ExitCodes.Success;
        }

        if (commandLine.Words is ["help", ..])
        {
            return ShowHelp(commandLine.Words.Skip(1).ToList());
        }

        if (commandLine.Words.Count == 0 && commandLine.File is null && surroundings.ShowsScreens)
        {
            return RunMenu();
        }

        if (!TryRead(commandLine, out Script? script, out int code))
        {
            return code;
        }

        return RunScript(commandLine, script!);
    }

    private bool TryRead(CommandLine commandLine, out Script? script, out int code)
    {
        script = null;
        code = ExitCodes.NotParsed;
        string? text = null;
        try
        {
            if (commandLine.Words.Count > 1)
            {
                script = WordReader.Read(commandLine.Words);
            }
            else if (commandLine.Words.Count == 1)
            {
                text = commandLine.Words[0];
            }
            else if (commandLine.File is null && surroundings.InputIsTerminal)
            {
                output.Write(Usage.Short);
                code = ExitCodes.Success;
                return false;
            }
            else
            {
                text = commandLine.File is null or "-" ? surroundings.ReadAllInput() : File.ReadAllText(commandLine.File);
            }

            script ??= ScriptParser.Parse(text!);
            Interpreter.Check(script);
            return true;
        }
        catch (ScriptException e)
        {
            error.WriteLine($"redisps: line {e.Line}, column {e.Column}: {e.Message}.");
            error.WriteLine("  " + e.LineText);
            error.WriteLine("  " + new string(' ', Math.Max(0, e.Column - 1)) + "^");
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"redisps: {e.Message}");
            return false;
        }
    }

    private int RunScript(CommandLine commandLine, Script script)
    {
        OutputFormat format = commandLine.Format;
        Runspace.DefaultRunspace = new Runspace();
        IOutput sink = MakeOutput(format);
        Session session = MakeSession(format, sink);
        lock (_gate)
        {
            _session = session;
            if (_stopped)
            {
                return ExitCodes.Interrupted;
            }
        }

        try
        {
            if (NeedsConnection(commandLine, script))
            {
                new Interpreter(session).Run(ScriptParser.Parse("Connect-Redis | Out-Null"));
            }

            if (!session.HadErrors)
            {
                new Interpreter(session, commandLine.Echoes ? line => Echo(sink, line) : null).Run(script);
            }

            sink.End();
        }
        catch (PipelineStoppedException)
        {
            sink.End();
            session.Streams.ClearProgress();
            return ExitCodes.Interrupted;
        }
        finally
        {
            session.Streams.ClearProgress();
            new ModuleLifecycle().OnRemove(new PSModuleInfo());
        }

        return session.IsStopped ? ExitCodes.Interrupted
            : session.HadConnectionErrors ? ExitCodes.NoConnection
            : session.HadErrors ? ExitCodes.Errors
            : ExitCodes.Success;
    }

    // In methods of their own: what draws the menu is loaded when it opens, and by no other start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RunMenu()
    {
        MenuHost menu = new(output);
        lock (_gate)
        {
            _menu = menu;
        }

        try
        {
            return menu.Run();
        }
        finally
        {
            lock (_gate)
            {
                _menu = null;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Interrupt(MenuHost menu) => menu.Interrupt();

    // A single command cannot have been connected before, so it is now, as Connect-Redis without arguments does it.
    private static bool NeedsConnection(CommandLine commandLine, Script script) =>
        commandLine.Words.Count > 0
        && (commandLine.Words.Count > 1 || commandLine.Words[0].AsSpan().IndexOfAny(" ;|\n") < 0)
        && script.Pipelines is [{ Elements: [{ CommandName: { } name } command] }]
        && CommandTable.TryFind(name, out Type? type)
        && (typeof(RedisConnectedCmdlet).IsAssignableFrom(type) || typeof(RedisServerCmdlet).IsAssignableFrom(type))
        && !command.Arguments.Any(argument => string.Equals(argument.ParameterName, "Connection", StringComparison.OrdinalIgnoreCase));

    // What was shown so far is brought to its end, so that each line stands before what it writes.
    private void Echo(IOutput sink, string line)
    {
        if (sink is DefaultOutput shown)
        {
            shown.End();
        }

        output.WriteLine("> " + line);
        output.Flush();
    }

    private IOutput MakeOutput(OutputFormat format) => format switch
    {
        OutputFormat.Table => new DefaultOutput(output, () => surroundings.Width, new FormatRequest { Kind = typeof(TableLayout) }),
        OutputFormat.List => new DefaultOutput(output, () => surroundings.Width, new FormatRequest { Kind = typeof(ListLayout) }),
        OutputFormat.Json => new JsonOutput(output, lines: false),
        OutputFormat.JsonLines => new JsonOutput(output, lines: true),
        OutputFormat.Csv => new CsvOutput(output),
        _ => new DefaultOutput(output, () => surroundings.Width, FormatRequest.Default),
    };

    private Session MakeSession(OutputFormat format, IOutput sink)
    {
        // What -WhatIf says would spoil what another program reads.
        TextWriter host = format is OutputFormat.Json or OutputFormat.JsonLines or OutputFormat.Csv ? error : output;
        bool errorIsTerminal = surroundings.ErrorIsTerminal;
        ProgressLine? progress = errorIsTerminal ? new ProgressLine(error, () => surroundings.Width) : null;
        bool colors = errorIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        Func<string?>? ask = surroundings.InputIsTerminal ? surroundings.ReadLine : null;
        return new Session(new StreamSet(host, error, ask, colors, progress), sink);
    }

    private int ShowHelp(List<string> words)
    {
        if (words.Count == 0)
        {
            output.Write(Usage.Full);
            return ExitCodes.Success;
        }

        if (HelpPages.Find(words[0]) is { } page)
        {
            output.Write(HelpText.Render(page, HelpDetail.Full));
            return ExitCodes.Success;
        }

        error.WriteLine($"redisps: there is no help for '{words[0]}'. Get-Command lists the commands; about_RedisPS_Runner tells of the language.");
        return ExitCodes.Errors;
    }

    private static string VersionText()
    {
        string text = typeof(Application).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..plus];
    }
}

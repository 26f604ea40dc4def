using System.Diagnostics.CodeAnalysis;

namespace RedisPS.Runner.Hosting;

/// <summary>The program's own arguments, told apart from those of the command it runs.</summary>
internal sealed class CommandLine
{
    internal OutputFormat Format { get; private set; }

    internal string? File { get; private set; }

    internal bool ShowsVersion { get; private set; }

    internal bool ShowsHelp { get; private set; }

    /// <summary>Whether each pipeline is shown before it runs.</summary>
    internal bool Echoes { get; private set; }

    /// <summary>The script, or the words of one command.</summary>
    internal List<string> Words { get; } = [];

    internal static bool TryParse(IReadOnlyList<string> arguments, out CommandLine commandLine, [NotNullWhen(false)] out string? mistake)
    {
        commandLine = new CommandLine();
        mistake = null;
        for (int i = 0; i < arguments.Count && mistake is null; i++)
        {
            string argument = arguments[i];
            bool before = commandLine.Words.Count == 0;
            if (argument == "--" && before)
            {
                commandLine.Words.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (argument is "--output" or "-o" && (before || argument == "--output"))
            {
                mistake = commandLine.TakeFormat(++i < arguments.Count ? arguments[i] : string.Empty);
            }
            else if (argument.StartsWith("--output=", StringComparison.Ordinal))
            {
                mistake = commandLine.TakeFormat(argument["--output=".Length..]);
            }
            else if (!before)
            {
                commandLine.Words.Add(argument);
            }
            else if (argument is "-f" or "--file")
            {
                if (++i >= arguments.Count)
                {
                    mistake = $"{argument} needs the name of a file, or - for the standard input";
                }
                else
                {
                    commandLine.File = arguments[i];
                }
            }
            else if (argument == "--echo")
            {
                commandLine.Echoes = true;
            }
            else if (argument is "--version")
            {
                commandLine.ShowsVersion = true;
            }
            else if (argument is "--help" or "-h" or "-?")
            {
                commandLine.ShowsHelp = true;
            }
            else if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                mistake = $"there is no option {argument}";
            }
            else
            {
                commandLine.Words.Add(argument);
            }
        }

        if (mistake is null && commandLine.File is not null && commandLine.Words.Count > 0)
        {
            mistake = "-f names a script; nothing can stand behind it";
        }

        return mistake is null;
    }

    private string? TakeFormat(string name)
    {
        switch (name.ToLowerInvariant())
        {
            case "table":
                Format = OutputFormat.Table;
                return null;
            case "list":
                Format = OutputFormat.List;
                return null;
            case "json":
                Format = OutputFormat.Json;
                return null;
            case "jsonl":
                Format = OutputFormat.JsonLines;
                return null;
            case "csv":
                Format = OutputFormat.Csv;
                return null;
            default:
                return $"--output is table, list, json, jsonl or csv, not '{name}'";
        }
    }
}

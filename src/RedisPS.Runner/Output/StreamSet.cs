using System.Management.Automation;

namespace RedisPS.Runner.Output;

/// <summary>Where errors, warnings and their like go, and who can be asked.</summary>
internal sealed class StreamSet
{
    private readonly TextWriter _host;
    private readonly TextWriter _error;
    private readonly Func<string?>? _ask;
    private readonly bool _colors;
    private readonly ProgressLine? _progress;

    /// <param name="host">What -WhatIf says goes here.</param>
    /// <param name="error">Errors, warnings, verbose.</param>
    /// <param name="ask">Reads an answer; null when there is nobody to answer.</param>
    /// <param name="colors">Whether the error stream shows colours.</param>
    /// <param name="progress">Shows progress; null when there is no terminal.</param>
    internal StreamSet(TextWriter host, TextWriter error, Func<string?>? ask = null, bool colors = false, ProgressLine? progress = null)
    {
        _host = host;
        _error = error;
        _ask = ask;
        _colors = colors;
        _progress = progress;
    }

    internal bool CanAsk => _ask is not null;

    internal void WriteHost(string text)
    {
        _progress?.Clear();
        _host.WriteLine(text);
        _host.Flush();
    }

    // The text of PowerShell's ConciseView.
    internal void WriteError(ErrorRecord record)
    {
        string message = record.Message;
        string? name = record.InvocationInfo?.MyCommand.Name;
        string text = string.IsNullOrEmpty(name) ? message : $"{name}: {message}";
        if (record.ErrorDetails is { RecommendedAction: { Length: > 0 } action } && !message.EndsWith(action, StringComparison.Ordinal))
        {
            text += $"{Environment.NewLine}  Recommendation: {action}";
        }

        WriteErrorLine(text);
    }

    internal void WriteErrorLine(string text) => WriteColored(text, "31;1");

    internal void WriteLine(string? label, string text)
    {
        if (label is null)
        {
            WriteHost(text);
            return;
        }

        WriteColored($"{label}: {text}", "33;1");
    }

    internal void WriteProgress(ProgressRecord record) => _progress?.Show(record);

    internal void ClearProgress() => _progress?.Clear();

    /// <summary>Y, A, N or L.</summary>
    internal char Ask(string caption, string question, bool supportsAll)
    {
        _progress?.Clear();
        _host.WriteLine();
        _host.WriteLine(caption);
        _host.WriteLine(question);
        while (true)
        {
            _host.Write(supportsAll
                ? "[Y] Yes  [A] Yes to All  [N] No  [L] No to All  (default is \"Y\"): "
                : "[Y] Yes  [N] No  (default is \"Y\"): ");
            _host.Flush();
            string? answer = _ask!();
            if (answer is null)
            {
                return 'N';
            }

            answer = answer.Trim();
            if (answer.Length == 0)
            {
                return 'Y';
            }

            char letter = char.ToUpperInvariant(answer[0]);
            if (letter is 'Y' or 'N' || (supportsAll && letter is 'A' or 'L'))
            {
                return letter;
            }
        }
    }

    private void WriteColored(string text, string color)
    {
        _progress?.Clear();
        _host.Flush();
        _error.WriteLine(_colors ? $"\u001b[{color}m{text}\u001b[0m" : text);
        _error.Flush();
    }
}

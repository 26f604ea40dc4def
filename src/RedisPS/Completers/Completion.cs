using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisPS.Completers;

/// <summary>What completers share: matching the unquoted word, quoting the result, and a limit on how long a server may take.</summary>
internal static class Completion
{
    /// <summary>How long a completer may wait for a server before it offers nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The candidates that start with the word (or match it as a wildcard), quoted where they must be.</summary>
    /// <param name="word">The word as typed, quotes included.</param>
    /// <param name="candidates">Texts to offer, each with what to show about it.</param>
    public static IEnumerable<CompletionResult> Results(string? word, IEnumerable<(string Text, string ToolTip)> candidates)
    {
        string bare = Bare(word);
        WildcardPattern pattern = new(bare + "*", WildcardOptions.IgnoreCase);
        foreach ((string text, string toolTip) in candidates)
        {
            if (pattern.IsMatch(text) || text.StartsWith(bare, StringComparison.OrdinalIgnoreCase))
            {
                yield return new CompletionResult(Quote(text), text, CompletionResultType.ParameterValue, toolTip.Length == 0 ? text : toolTip);
            }
        }
    }

    /// <summary>The word without the quotes around it.</summary>
    public static string Bare(string? word) => (word ?? "").Trim('\'', '"');

    /// <summary>The text, quoted if PowerShell would otherwise read it as more than one plain word.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/' or '\\' or '*' or '?') && text[0] is not '-'
            ? text
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    /// <summary>Asks a server, within <see cref="Patience"/>; nothing on any failure: a completer has nowhere to report to.</summary>
    public static T? Ask<T>(Func<CancellationToken, Task<T>> question)
        where T : class
    {
        using CancellationTokenSource limit = new(Patience);
        try
        {
            Task<T> task = Task.Run(() => question(limit.Token), CancellationToken.None);
            if (task.Wait(Patience))
            {
                return task.Result;
            }

            _ = task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (AggregateException)
        {
            // Nothing to offer.
        }

        return null;
    }
}

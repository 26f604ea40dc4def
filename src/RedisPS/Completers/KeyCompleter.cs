using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;

namespace RedisPS.Completers;

/// <summary>
/// Offers keys that begin with the word, found by a SCAN that gives up after 300 ms. A word with wildcards is taken as a Redis pattern.
/// Keys that cannot be typed (binary ones) are left out.
/// </summary>
public sealed class KeyCompleter : IArgumentCompleter
{
    private const int MaxResults = 100;

    // SCAN looks at so many entries a page: large enough to get far in 300 ms, small enough not to hold up others.
    private const int ScanCount = 1000;

    private static readonly char[] s_wildcards = ['*', '?', '['];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (ConnectionCompleter.Of(fakeBoundParameters) is not { } connection)
        {
            return [];
        }

        string word = Completion.Bare(wordToComplete);
        string pattern = (word.IndexOfAny(s_wildcards) >= 0 ? word : KeyPattern.Escape(word)) + "*";
        int? database = DatabaseOf(fakeBoundParameters);
        List<string>? keys = Completion.Ask(stop => FindAsync(connection, database, pattern, stop));
        bool isPattern = parameterName is "Pattern" or "Exclude";
        return (keys ?? []).Order(StringComparer.Ordinal).Select(key =>
            new CompletionResult(Completion.Quote(isPattern ? KeyPattern.Escape(key) : key), key, CompletionResultType.ParameterValue, key));
    }

    private static async Task<List<string>> FindAsync(RedisConnection connection, int? database, string pattern, CancellationToken stop)
    {
        RedisClient client = connection.ClientFor(database);
        HashSet<string> found = new(StringComparer.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();
        RedisArgument cursor = "0";
        do
        {
            RespValue reply = await client.ExecuteAsync("SCAN", stop, cursor, "MATCH", pattern, "COUNT", ScanCount).ConfigureAwait(false);
            foreach (RespValue item in reply.Items[1].Items)
            {
                RedisKey key = RedisKey.FromSpan(item.Bytes.Span);
                if (key.Length > 0 && !key.IsBinary)
                {
                    _ = found.Add(key.ToString());
                }
            }

            cursor = reply.Items[0].AsText()!;
            if (reply.Items[0].AsText() == "0")
            {
                break;
            }
        }
        while (found.Count < MaxResults && watch.Elapsed < Completion.Patience * 0.8);

        return found.Take(MaxResults).ToList();
    }

    private static int? DatabaseOf(IDictionary? boundParameters)
    {
        object? given = boundParameters?["Database"];
        given = given is PSObject wrapped ? wrapped.BaseObject : given;
        return given switch
        {
            int number => number,
            string text when int.TryParse(text, out int number) => number,
            _ => null,
        };
    }
}

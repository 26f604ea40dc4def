using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisPS.Completers;

/// <summary>Offers the names of the types that TYPE answers with.</summary>
public sealed class KeyTypeCompleter : IArgumentCompleter
{
    private static readonly (string, string)[] s_types =
    [
        ("string", "Text, numbers or bytes"),
        ("list", "List: ordered, both ends open"),
        ("set", "Set: members, each once"),
        ("zset", "Sorted set: members with scores"),
        ("hash", "Hash: fields with values"),
        ("stream", "Stream: entries with ids"),
        ("vectorset", "Vector set (Redis 8)"),
        ("ReJSON-RL", "JSON document"),
        ("TSDB-TYPE", "Time series"),
        ("MBbloom--", "Bloom filter"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, s_types);
}

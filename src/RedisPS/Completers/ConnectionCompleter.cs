using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Connections;

namespace RedisPS.Completers;

/// <summary>Offers the names of the session's connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, ConnectionRegistry.Current.Snapshot().Select(connection => (connection.Name, connection.ToString())));

    /// <summary>The connection that the command line being completed would use: its -Connection, else the session's current one.</summary>
    internal static RedisConnection? Of(IDictionary? boundParameters)
    {
        object? given = boundParameters?["Connection"] ?? boundParameters?["Session"];
        given = given is PSObject wrapped ? wrapped.BaseObject : given;
        return given switch
        {
            RedisConnection connection => connection,
            string name => ConnectionRegistry.Current.Find(name),
            IEnumerable many => many.OfType<RedisConnection>().FirstOrDefault(),
            _ => ConnectionRegistry.Current.Default,
        };
    }
}

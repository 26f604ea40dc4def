using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Completers;

/// <summary>Offers the INFO sections that the server has.</summary>
public sealed class InfoSectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (ConnectionCompleter.Of(fakeBoundParameters) is not { } connection)
        {
            return [];
        }

        ServerInfo? info = Completion.Ask(async stop =>
        {
            RespValue reply = await connection.Client.ExecuteAsync(new RedisCommand("INFO", "everything"), stop).ConfigureAwait(false);
            return ServerInfo.Parse(reply.AsText() ?? "");
        });
        IEnumerable<string> sections = info is null ? [] : info.Items.Select(item => item.Section.ToLowerInvariant()).Distinct().Concat(["all", "default", "everything"]);
        return Completion.Results(wordToComplete, sections.Select(section => (section, "")));
    }
}

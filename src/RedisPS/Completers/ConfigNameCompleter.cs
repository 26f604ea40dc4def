using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Configuration;

namespace RedisPS.Completers;

/// <summary>Offers the settings of the server with their values; without a server, those that are known.</summary>
public sealed class ConfigNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<ConfigSetting>? settings = ConnectionCompleter.Of(fakeBoundParameters) is { } connection
            ? Completion.Ask(stop => ConfigReader.ReadAsync(connection, ["*"], includeSensitive: false, stop))
            : null;
        return Completion.Results(wordToComplete, settings is null
            ? ConfigCatalogue.All.Where(setting => setting.AliasOf is null).Select(setting => (setting.Name, setting.Unit))
            : settings.Select(setting => (setting.Name, $"{setting.Name} = {setting.ValueText}")));
    }
}

using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Connections;

namespace RedisPS.Connections;

/// <summary>Get-RedisConnection: the connections of this session.</summary>
[Cmdlet(VerbsCommon.Get, "RedisConnection", DefaultParameterSetName = NameSet)]
[OutputType(typeof(RedisConnection), typeof(ConnectionCounter), typeof(ConnectionSetting))]
public sealed class GetRedisConnectionCommand : RedisCmdlet
{
    private const string NameSet = "Name";
    private const string DefaultSet = "Default";

    /// <summary>The names; wildcards allowed. Without it: all.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only the connection that commands without -Connection use.</summary>
    [Parameter(ParameterSetName = DefaultSet, Mandatory = true)]
    public SwitchParameter Default { get; set; }

    /// <summary>What each has done so far, instead of the connections themselves: commands, bytes, failures, reconnects, round trip.</summary>
    [Parameter]
    public SwitchParameter IncludeCounter { get; set; }

    /// <summary>The settings each was made from and where every value came from, instead of the connections themselves. Secrets are not shown.</summary>
    [Parameter]
    public SwitchParameter ShowSource { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ConnectionRegistry registry = ConnectionRegistry.Current;
        if (ParameterSetName == DefaultSet)
        {
            if (registry.Default is { } current)
            {
                Write(current);
            }

            return;
        }

        foreach (string name in Name)
        {
            // A snapshot: the next command in the pipeline may close what is written here.
            RedisConnection[] found = registry.Find(name) is { } exact ? [exact] : Matching(registry.Snapshot(), name);
            foreach (RedisConnection connection in found)
            {
                Write(connection);
            }

            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(RedisErrors.NotFound("ConnectionNotFound", $"There is no connection '{name}' in this session.", name, "Get-RedisConnection lists them; Connect-Redis -Name makes one."));
            }
        }
    }

    private static RedisConnection[] Matching(IReadOnlyList<RedisConnection> connections, string pattern)
    {
        WildcardPattern wildcard = new(pattern, WildcardOptions.IgnoreCase);
        return connections.Where(connection => wildcard.IsMatch(connection.Name)).ToArray();
    }

    private void Write(RedisConnection connection)
    {
        if (ShowSource)
        {
            WriteObject(SettingReport.Of(connection), enumerateCollection: true);
        }

        if (IncludeCounter)
        {
            WriteObject(new ConnectionCounter(connection));
        }

        if (!ShowSource && !IncludeCounter)
        {
            WriteObject(connection);
        }
    }
}

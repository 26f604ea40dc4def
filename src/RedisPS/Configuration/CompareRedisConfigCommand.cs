using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Configuration;

/// <summary>Compare-RedisConfig: which settings of a server are others than those of another server, or of a file.</summary>
[Cmdlet(VerbsData.Compare, "RedisConfig", DefaultParameterSetName = FileSet)]
[OutputType(typeof(ConfigDifference))]
public sealed class CompareRedisConfigCommand : RedisServerCmdlet
{
    private const string ServerSet = "Server";
    private const string FileSet = "File";

    private ConfigReference? _reference;

    /// <summary>The server to compare with.</summary>
    [Parameter(ParameterSetName = ServerSet, Mandatory = true)]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateCount(1, 1)]
    public RedisConnection[]? ReferenceConnection { get; set; }

    /// <summary>The file to compare with: a redis.conf with what it includes, JSON or psd1.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ReferencePath { get; set; }

    /// <summary>Only settings with these names; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConfigNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Also what is the same.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <summary>Also what says where one server is and listens: its port, its directory, ...</summary>
    [Parameter]
    public SwitchParameter IncludeInstance { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            _reference = ReferencePath is null
                ? Await(ConfigReference.ReadAsync(ReferenceConnection![0], StopToken))
                : ConfigReference.Load(GetUnresolvedProviderPathFromPSPath(ReferencePath));
        }
        catch (RedisServerException e) when (ReferenceConnection is not null)
        {
            ThrowTerminatingError(RedisErrors.ConfigRefused(e, ReferenceConnection[0]));
        }

        foreach (string file in _reference!.Unread)
        {
            WriteWarning($"{_reference.Name} includes '{file}', which cannot be read here for sure: settings may come from there.");
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        WildcardPattern[] names = Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToArray();
        ConfigServers.ForEach(this, Connection, connection =>
        {
            foreach (ConfigDifference difference in Await(_reference!.CompareAsync(connection, IncludeInstance, StopToken)))
            {
                if ((IncludeEqual || difference.Difference != ConfigDifferenceKind.Equal) && names.Any(name => name.IsMatch(difference.Name)))
                {
                    WriteObject(difference);
                }
            }
        });
    }
}

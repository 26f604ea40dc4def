using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Server;

namespace RedisPS.Server;

/// <summary>Get-RedisInfo: the server's INFO, as typed items.</summary>
[Cmdlet(VerbsCommon.Get, "RedisInfo", DefaultParameterSetName = ItemSet)]
[OutputType(typeof(RedisInfoItem))]
[OutputType(typeof(System.Collections.Specialized.OrderedDictionary), ParameterSetName = [HashtableSet])]
[OutputType(typeof(string), ParameterSetName = [RawSet])]
public sealed class GetRedisInfoCommand : RedisServerCmdlet
{
    private const string ItemSet = "Item";
    private const string HashtableSet = "Hashtable";
    private const string RawSet = "Raw";

    /// <summary>The sections, such as memory or stats; all and everything for more than the server shows by default.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(InfoSectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Section { get; set; } = [];

    /// <summary>One dictionary: section, then name, then value.</summary>
    [Parameter(ParameterSetName = HashtableSet, Mandatory = true)]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>The server's own text.</summary>
    [Parameter(ParameterSetName = RawSet, Mandatory = true)]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        ServerInfo info = Await(ServerInfo.ReadAsync(connection.Client, Section, connection.Name, StopToken));
        foreach (string missing in info.MissingSections)
        {
            WriteError(RedisErrors.NotFound("InfoSectionNotFound", $"{connection} has no INFO section '{missing}'.", missing, "Get-RedisInfo everything | Group-Object Section lists what it has."));
        }

        if (Raw)
        {
            WriteObject(info.Text);
        }
        else if (AsHashtable)
        {
            WriteObject(info.ToDictionary());
        }
        else
        {
            WriteObject(info.Items, enumerateCollection: true);
        }
    });
}

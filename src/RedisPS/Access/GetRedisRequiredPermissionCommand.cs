using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>Get-RedisRequiredPermission: the rights that cmdlets of this module need on a server, and which of them a connection lacks.</summary>
[Cmdlet(VerbsCommon.Get, "RedisRequiredPermission")]
[OutputType(typeof(RequiredPermission), typeof(string))]
public sealed class GetRedisRequiredPermissionCommand : RedisUserCmdlet
{
    private readonly List<RequiredPermission> _found = [];

    /// <summary>The cmdlets; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RequiredPermissionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Cmdlet { get; set; } = ["*"];

    /// <summary>Return one rule that has the rights of all of them.</summary>
    [Parameter]
    public SwitchParameter AsRule { get; set; }

    /// <summary>The keys of the rule.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] KeyPattern { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Cmdlet)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            RequiredPermission[] rows = [.. RequiredPermissions.All.Where(row => pattern.IsMatch(row.Cmdlet) && !_found.Contains(row))];
            if (rows.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(RedisErrors.NotFound("CmdletNotFound", $"RedisPS has no cmdlet '{name}'.", name));
            }

            _found.AddRange(rows);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // Without -Connection no server is asked: this answers before there is a user to connect as.
        if (Connection is null)
        {
            WriteFound(_found);
            return;
        }

        foreach (RedisConnection connection in Connection)
        {
            ConnectionRights rights = Await(ConnectionRights.ReadAsync(connection, StopToken));
            WriteFound([.. _found.Select(rights.Of)]);
        }
    }

    private void WriteFound(IReadOnlyList<RequiredPermission> rows)
    {
        if (AsRule)
        {
            WriteObject(RequiredPermissions.Together(rows, KeyPattern));
        }
        else
        {
            WriteObject(rows, enumerateCollection: true);
        }
    }
}

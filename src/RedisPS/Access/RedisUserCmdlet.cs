using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Access;

/// <summary>A cmdlet about the ACL users of servers: objects of Get-RedisAclUser may be piped in.</summary>
public abstract class RedisUserCmdlet : RedisCmdlet
{
    /// <summary>The connections to use, as objects or names (wildcards allowed). Without it: the session's current connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>Does something on every connection. A server that fails gets an error of its own; the others go on.</summary>
    private protected void ForEachConnection(object? target, Action<RedisConnection, AclStore> body) =>
        ConnectionRegistry.ForEach(this, Connection, connection => body(connection, new AclStore(connection)), (e, connection) => WriteRedisError(e, target ?? connection));

    /// <summary>Writes what became of a user, and an error when it is in force, but not in the file although that was wanted.</summary>
    private protected void WriteChange(AclUserChange change, bool persist)
    {
        WriteObject(change);
        if (change is { Changed: true, Verified: null })
        {
            WriteWarning($"Changed, and not read back: {change.Note}");
        }

        if (persist && change.Persisted == false)
        {
            WriteError(RedisErrors.AclNotPersisted(change.Server, $"the user '{change.Name}'", change.Note, change.Name));
        }
    }

    /// <summary>What a change takes from those who administer the server; empty when nothing.</summary>
    private protected string Danger(RedisConnection connection, AclStore store, AclPlan plan, RedisSecret? password) =>
        plan.Name == connection.User || plan.Name == "default" || plan.Before is not null
            ? AclLockout.Warning(plan.Name, plan.Wanted, connection.User, Await(store.RulesAsync(StopToken)), plan.Commands, AclLockout.LosesPassword(plan.Before, plan.Wanted, connection.Client.Options.Password, password))
            : "";
}

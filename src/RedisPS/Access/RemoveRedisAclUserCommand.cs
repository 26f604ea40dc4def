using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>Remove-RedisAclUser: removes users (ACL DELUSER); their connections are closed.</summary>
[Cmdlet(VerbsCommon.Remove, "RedisAclUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(AclUserChange))]
public sealed class RemoveRedisAclUserCommand : RedisUserCmdlet
{
    /// <summary>The users.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclUserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Save the users too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Remove the user of this connection too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name)
        {
            ForEachConnection(name, (connection, store) => Remove(connection, store, name));
        }
    }

    private void Remove(RedisConnection connection, AclStore store, string name)
    {
        if (name == "default")
        {
            throw new AclException(AclFailure.UserProtected, $"The user 'default' of {connection.Server} cannot be removed: no server allows it.", "Set-RedisAclUser default -Disable takes its log-in away.");
        }

        AclStorage? storage = Persist ? Await(AclStorage.CheckAsync(connection.Client, StopToken)) : null;
        storage?.ThrowIfNowhere(connection.Server);
        AclRules before = Await(store.FindRulesAsync(name, StopToken)) ?? throw new AclPermissionTest(connection).NotFound(name);
        string danger = AclLockout.Warning(name, null, connection.User, Await(store.RulesAsync(StopToken)), Await(store.CommandsAsync(StopToken)));
        if (name == connection.User && !Force && !IsWhatIf)
        {
            throw new AclException(AclFailure.UserProtected, $"'{name}' is the user of this connection to {connection.Server}: {danger}. Nothing was removed.", "Connect as another user; or use -Force.");
        }

        if (name == connection.User && Persist)
        {
            throw new AclException(AclFailure.UserProtected, $"'{name}' is the user of this connection to {connection.Server}: once it is gone, this connection can save nothing. Nothing was removed.", "Connect as another user; or leave out -Persist.");
        }

        if (danger.Length > 0)
        {
            WriteWarning($"The user '{name}' of {connection}: {danger}.");
        }

        string text = $"{(danger.Length > 0 ? $"Mind: {danger}. " : "")}Remove the user '{name}' of {connection} ({before}), and close its connections{(Persist ? "; and save the users" : "")}.";
        if (ConfirmMassChange(text, 1, int.MaxValue, Force, ConfirmImpact.High))
        {
            WriteChange(Await(store.RemoveAsync(name, before, storage, StopToken)), Persist);
        }
    }
}

using System.Management.Automation;
using System.Security;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>Set-RedisAclUser: changes a user (ACL SETUSER), and says what it was before.</summary>
[Cmdlet(VerbsCommon.Set, "RedisAclUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AclUserChange))]
public sealed class SetRedisAclUserCommand : RedisUserRuleCmdlet
{
    /// <summary>The users.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclUserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Passwords to add to those that are there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[] AddPassword { get; set; } = [];

    /// <summary>Passwords to take away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[] RemovePassword { get; set; } = [];

    /// <summary>Let it log in.</summary>
    [Parameter]
    public SwitchParameter Enable { get; set; }

    /// <summary>Do not let it log in.</summary>
    [Parameter]
    public SwitchParameter Disable { get; set; }

    /// <summary>Begin with nothing: what is not given with this call is gone.</summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <summary>No question before what may lock one out.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Enable && Disable)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("EnableAndDisable", "A user is either enabled or disabled.", null, "Give -Enable or -Disable."));
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        AclUserRequest request = new()
        {
            Reset = Reset,
            Enabled = Enable ? true : Disable ? false : null,
            Template = GivenTemplate,
            KeyPattern = KeyPattern,
            ChannelPattern = ChannelPattern,
            Password = Credential is null ? null : Passwords.Of(Credential.Password),
            AddPassword = [.. AddPassword.Select(Passwords.Of)],
            RemovePassword = [.. RemovePassword.Select(Passwords.Of)],
            Rule = Rule,
        };
        foreach (string name in Name)
        {
            ForEachConnection(name, (connection, store) => Change(connection, store, name, request));
        }
    }

    private void Change(RedisConnection connection, AclStore store, string name, AclUserRequest request)
    {
        AclPlan plan = Plan(connection, store, name, request);
        if (plan.Before is null)
        {
            throw new AclPermissionTest(connection).NotFound(name);
        }

        RedisSecret? password = request.PasswordFor(plan.Wanted);
        if ((!plan.IsDone || Persist) && !Agreed(connection, store, plan, password))
        {
            return;
        }

        AclUserChange change = Await(store.ApplyAsync(plan, StopToken));
        if (change.Changed && name == connection.User && password is not null)
        {
            _ = Passwords.Use(this, connection, name, password);
        }

        WriteChange(change, Persist);
    }

    private bool Agreed(RedisConnection connection, AclStore store, AclPlan plan, RedisSecret? password)
    {
        if (plan.IsDone)
        {
            return ShouldProcess($"{connection}: the user '{plan.Name}' is so already", "Save the users");
        }

        string danger = Danger(connection, store, plan, password);
        string text = $"{(danger.Length > 0 ? $"Mind: {danger}. " : "")}Change the user '{plan.Name}' of {connection} from '{plan.Before}' to '{plan.Wanted}'{(Persist ? ", and save the users" : "")}.";
        if (danger.Length > 0)
        {
            WriteWarning($"The user '{plan.Name}' of {connection}: {danger}.");
        }

        return ConfirmMassChange(text, danger.Length > 0 ? 1 : 0, 1, Force);
    }
}

using System.Management.Automation;
using System.Security;
using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>New-RedisAclUser: makes a user that may do what is said, and nothing else (ACL SETUSER).</summary>
[Cmdlet(VerbsCommon.New, "RedisAclUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AclUserChange))]
public sealed class NewRedisAclUserCommand : RedisUserRuleCmdlet
{
    /// <summary>The name; without it that of the credential.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The password.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>Make it without the right to log in, yet.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if ((Name ?? Credential?.UserName) is not { Length: > 0 } name)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("UserNameMissing", "The user needs a name.", null, "Give -Name or -Credential."));
            return;
        }

        SecureString? password = Password ?? Credential?.Password;
        AclUserRequest request = new()
        {
            Enabled = !Disabled,
            Template = GivenTemplate,
            KeyPattern = KeyPattern,
            ChannelPattern = ChannelPattern,
            Password = password is null ? null : Passwords.Of(password),
            Rule = Rule,
        };
        ForEachConnection(name, (connection, store) => Make(connection, store, name, request));
    }

    private void Make(RedisConnection connection, AclStore store, string name, AclUserRequest request)
    {
        AclPlan plan = Plan(connection, store, name, request);
        AclRules wanted = AclRules.Parse(plan.Rules.Prepend("reset"));
        if (plan.Before is { } there)
        {
            if (!AclRules.SameMeaning(wanted, there, plan.Commands))
            {
                throw new AclException(AclFailure.UserExists, $"There is a user '{name}' on {connection.Server} already, and it is another: {there}.", "Set-RedisAclUser changes it; with -Reset it begins anew.");
            }

            plan = new AclPlan { Name = name, Before = there, Wanted = there, Rules = [], Commands = plan.Commands, Storage = plan.Storage };
        }

        if (plan.IsDone ? Persist && !ShouldProcess($"{connection}: the user '{name}' is there already", "Save the users") : !ShouldProcess($"{connection}: {name} {wanted}", "Make the user"))
        {
            return;
        }

        AclUserChange change = Await(store.ApplyAsync(plan, StopToken));
        WriteChange(change, Persist);
        if (change is { Changed: true, Current: { NoPassword: false, PasswordCount: 0 } })
        {
            WriteWarning($"The user '{name}' has no password and cannot log in: Set-RedisAclUser {name} -AddPassword, or -Rule nopass.");
        }
    }
}

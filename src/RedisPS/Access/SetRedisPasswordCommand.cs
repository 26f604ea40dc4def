using System.Management.Automation;
using System.Security;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>Set-RedisPassword: changes the password of a user; the session stays connected.</summary>
[Cmdlet(VerbsCommon.Set, "RedisPassword", DefaultParameterSetName = PasswordSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PasswordChange), typeof(PSCredential))]
public sealed class SetRedisPasswordCommand : RedisUserCmdlet
{
    private const string PasswordSet = "Password";
    private const string CredentialSet = "Credential";
    private const string GenerateSet = "Generate";
    private const string FinishSet = "CompleteRotation";

    /// <summary>The user; without it <c>default</c>, the one who connects without a name, or that of the credential.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclUserCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The new password.</summary>
    [Parameter(ParameterSetName = PasswordSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = FinishSet)]
    [ValidateNotNull]
    public SecureString? Password { get; set; }

    /// <summary>The user and its new password.</summary>
    [Parameter(ParameterSetName = CredentialSet, Mandatory = true)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Make a new password.</summary>
    [Parameter(ParameterSetName = GenerateSet, Mandatory = true)]
    public SwitchParameter Generate { get; set; }

    /// <summary>Keep the old password beside the new one, so that clients can change over.</summary>
    [Parameter(ParameterSetName = PasswordSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = GenerateSet)]
    public SwitchParameter Rotate { get; set; }

    /// <summary>End a rotation: remove every password but the given one, or the one that this session uses.</summary>
    [Parameter(ParameterSetName = FinishSet, Mandatory = true)]
    public SwitchParameter CompleteRotation { get; set; }

    /// <summary>Save the users too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Return the credential instead of what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Generate && !PassThru && !IsWhatIf)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("PasswordWouldBeLost", "A generated password that is not returned would be known to nobody.", null, "Use -PassThru and keep the credential."));
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        string name = Name ?? (Credential is { UserName.Length: > 0 } given ? given.UserName : "default");
        SecureString? text = Password ?? Credential?.Password;
        if (text is { Length: 0 })
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("PasswordEmpty", "An empty password is none.", name, "Set-RedisAclUser -Rule nopass lets a user in with any password."));
        }

        // One password for all connections that are given: they may be nodes of one cluster.
        RedisSecret? password = Generate ? PasswordGenerator.Next() : text is null ? null : Passwords.Of(text);
        bool changed = false;
        ForEachConnection(name, (connection, _) => changed |= Change(connection, name, password));
        if (PassThru && changed && password is not null)
        {
            WriteObject(new PSCredential(name, Passwords.Of(password)));
        }
    }

    private bool Change(RedisConnection connection, string name, RedisSecret? given)
    {
        PasswordStep step = CompleteRotation ? PasswordStep.Finish : Rotate ? PasswordStep.Add : PasswordStep.Replace;
        RedisSecret password = given
            ?? (connection.User == name ? connection.Client.Options.Password : null)
            ?? throw new AclException(AclFailure.PasswordUnknown, $"Which password of '{name}' is to stay is not known: this session does not use one of its.", "Give it with -Password.");
        PasswordChanger changer = new(connection, name, password, step);
        Await(changer.PrepareAsync(Persist, StopToken));
        if ((!changer.IsDone || Persist) && !ShouldProcess($"the user '{name}' of {connection}", changer.IsDone ? "Save the users" : Action(changer, step)))
        {
            return false;
        }

        PasswordChange change;
        try
        {
            change = Await(changer.ApplyAsync(StopToken));
        }
        catch (RedisException e) when (Generate)
        {
            // It may be in force by now, and is known to nobody else.
            WriteWarning($"{connection}: {e.Message} The new password may be in force there: keep it.");
            return true;
        }

        change.Reauthenticated = Passwords.Use(this, connection, name, password, Tell);
        if (!PassThru)
        {
            WriteObject(change);
        }

        if (change.Changed && changer.Note.Length > 0)
        {
            WriteWarning($"{connection}: {changer.Note}.");
        }

        if (Persist && change.Persisted == false)
        {
            Tell(RedisErrors.AclNotPersisted(connection.Server, $"the password of '{name}'", change.Note, name));
        }

        return true;
    }

    // An error that ends the pipeline would end it before the generated password is handed out, and it is in force already.
    private void Tell(ErrorRecord error)
    {
        if (Generate)
        {
            WriteWarning($"{error.Exception.Message} {error.ErrorDetails?.RecommendedAction}".TrimEnd());
        }
        else
        {
            WriteError(error);
        }
    }

    private static string Action(PasswordChanger changer, PasswordStep step) => step switch
    {
        PasswordStep.Add => "Add a second password, and use it in this session",
        PasswordStep.Finish => $"Remove the {changer.Removes} other password(s); clients that use them cannot connect again",
        _ => "Replace the password; clients that still use the old one cannot connect again",
    };
}

using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>Get-RedisAclUser: the users of a server and what they may do (ACL LIST, ACL GETUSER).</summary>
[Cmdlet(VerbsCommon.Get, "RedisAclUser")]
[OutputType(typeof(AclUser))]
public sealed class GetRedisAclUserCommand : RedisServerCmdlet
{
    /// <summary>The users; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclUserCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Also return the SHA-256 hashes of the passwords.</summary>
    [Parameter]
    public SwitchParameter IncludePasswordHash { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        AclStore store = new(connection);
        IReadOnlyList<AclUser>? all = null;
        foreach (string name in Name)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteUser(Await(store.FindAsync(name, IncludePasswordHash, StopToken)), name, connection.Server);
                continue;
            }

            // Names tell case apart.
            WildcardPattern pattern = new(name, WildcardOptions.None);
            all ??= Await(store.ListAsync(IncludePasswordHash, StopToken));
            WriteObject(all.Where(user => pattern.IsMatch(user.Name)), enumerateCollection: true);
        }
    });

    private void WriteUser(AclUser? user, string name, string server)
    {
        if (user is null)
        {
            WriteError(RedisErrors.NotFound("AclUserNotFound", $"There is no user '{name}' on {server}.", name, "Get-RedisAclUser lists the users."));
        }
        else
        {
            WriteObject(user);
        }
    }
}

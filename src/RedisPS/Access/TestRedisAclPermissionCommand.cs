using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Access;
using RedisPS.Core.Commands;

namespace RedisPS.Access;

/// <summary>Test-RedisAclPermission: whether a user may run a command, and why not, without running it (ACL DRYRUN).</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisAclPermission")]
[OutputType(typeof(AclPermission), typeof(bool))]
public sealed class TestRedisAclPermissionCommand : RedisUserCmdlet
{
    /// <summary>The users.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AclUserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The command.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(CommandCompleter))]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>Its arguments.</summary>
    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    [AllowEmptyCollection]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>Return only $true or $false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        RedisArgument[] arguments = CommandArguments.Flatten(ArgumentList, value => value is PSObject wrapped ? wrapped.BaseObject : value);
        foreach (string name in Name)
        {
            ForEachConnection(name, (connection, _) =>
            {
                AclPermission answer = Await(new AclPermissionTest(connection).AskAsync(name, Command, arguments, StopToken));
                WriteObject(Quiet ? answer.Allowed : answer);
            });
        }
    }
}

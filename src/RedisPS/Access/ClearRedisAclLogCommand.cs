using System.Management.Automation;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>Clear-RedisAclLog: forgets what the server refused (ACL LOG RESET).</summary>
[Cmdlet(VerbsCommon.Clear, "RedisAclLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ClearRedisAclLogCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        if (ShouldProcess(connection.ToString(), "Forget the entries of the ACL log"))
        {
            Await(AclLog.ClearAsync(connection, StopToken));
        }
    });
}

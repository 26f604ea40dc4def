using System.Management.Automation;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>Get-RedisAclLog: what the server refused, newest first (ACL LOG).</summary>
[Cmdlet(VerbsCommon.Get, "RedisAclLog")]
[OutputType(typeof(AclLogEntry))]
public sealed class GetRedisAclLogCommand : RedisServerCmdlet
{
    /// <summary>How many entries at most.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <inheritdoc/>
    protected override void Process() =>
        ForEachConnection(connection => WriteObject(Await(AclLog.ReadAsync(connection, Count, StopToken)), enumerateCollection: true));
}

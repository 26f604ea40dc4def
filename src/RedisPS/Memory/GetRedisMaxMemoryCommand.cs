using System.Management.Automation;
using RedisPS.Core.Memory;

namespace RedisPS.Memory;

/// <summary>Get-RedisMaxMemory: a server's memory limit beside what it uses.</summary>
[Cmdlet(VerbsCommon.Get, "RedisMaxMemory")]
[OutputType(typeof(RedisMaxMemory))]
public sealed class GetRedisMaxMemoryCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => MemoryServers.ForEach(this, Connection, connection => WriteObject(Await(MaxMemoryStore.ReadAsync(connection, StopToken))));
}

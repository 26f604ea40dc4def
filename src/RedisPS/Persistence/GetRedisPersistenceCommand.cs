using System.Management.Automation;
using RedisPS.Core.Persistence;

namespace RedisPS.Persistence;

/// <summary>Get-RedisPersistence: how a server keeps its data, and what would be lost now.</summary>
[Cmdlet(VerbsCommon.Get, "RedisPersistence")]
[OutputType(typeof(RedisPersistence))]
public sealed class GetRedisPersistenceCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
        WriteObject(Await(PersistenceReader.ReadAsync(connection.Client, connection.Name, StopToken))));
}

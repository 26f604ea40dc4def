using System.Management.Automation;
using RedisPS.Core.Server;

namespace RedisPS.Server;

/// <summary>Get-RedisServer: a server at a glance.</summary>
[Cmdlet(VerbsCommon.Get, "RedisServer")]
[OutputType(typeof(RedisServer))]
public sealed class GetRedisServerCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        RedisServer server = Await(ServerReader.ReadAsync(connection, StopToken));
        foreach (string restriction in server.Restrictions)
        {
            WriteVerbose($"{connection}: {restriction}");
        }

        WriteObject(server);
    });
}

using System.Management.Automation;
using RedisPS.Core.Memory;

namespace RedisPS.Memory;

/// <summary>Get-RedisMemoryStat: what a server uses memory for, and what to think of it.</summary>
[Cmdlet(VerbsCommon.Get, "RedisMemoryStat")]
[OutputType(typeof(RedisMemoryStat))]
public sealed class GetRedisMemoryStatCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        RedisMemoryStat stat = Await(MemoryReader.ReadAsync(connection, StopToken));
        foreach (string restriction in stat.Restrictions)
        {
            WriteVerbose($"{connection}: {restriction}");
        }

        WriteObject(stat);
    });
}

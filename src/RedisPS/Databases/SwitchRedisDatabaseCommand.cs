using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;

namespace RedisPS.Databases;

/// <summary>Switch-RedisDatabase: exchanges two databases at once, for everybody who is connected.</summary>
[Cmdlet(VerbsCommon.Switch, "RedisDatabase", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RedisDatabase))]
public sealed class SwitchRedisDatabaseCommand : RedisServerCmdlet
{
    /// <summary>One database.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    /// <summary>The other.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int Second { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (First == Second)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("DatabaseAmbiguous", "The two databases are the same one.", First));
        }

        ForEachConnection(Switch);
    }

    private void Switch(RedisConnection connection)
    {
        long first = Count(connection, First);
        long second = Count(connection, Second);
        string what = string.Create(CultureInfo.InvariantCulture, $"Exchange db{First} with {first:N0} keys and db{Second} with {second:N0} keys on {connection.Server}, for everybody who is connected");
        if (!ConfirmMassChange(what, Math.Max(first + second, 1), 1, Force))
        {
            return;
        }

        _ = Await(connection.Client.ExecuteAsync(new RedisCommand("SWAPDB", First, Second), StopToken));
        foreach (int index in (ReadOnlySpan<int>)[First, Second])
        {
            WriteObject(new RedisDatabase { Index = index, KeyCount = Count(connection, index), IsCurrent = index == connection.Database, Server = connection.Server, ConnectionName = connection.Name });
        }
    }

    private long Count(RedisConnection connection, int index) => Await(DatabaseClearing.CountAsync(connection.ClientFor(index), StopToken));
}

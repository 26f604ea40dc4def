using System.Management.Automation;
using RedisPS.Access;
using RedisPS.Client;
using RedisPS.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.DesiredState;
using RedisPS.Transformations;

namespace RedisPS.DesiredState;

/// <summary>Set-RedisDesiredState: makes a server be as a file or a table says. A second run changes nothing, and takes one round trip.</summary>
[Cmdlet(VerbsCommon.Set, "RedisDesiredState", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(StateChange))]
public sealed class SetRedisDesiredStateCommand : RedisStateCmdlet
{
    /// <summary>Write the configuration file, or the file of users, too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>How long to wait for an append-only file that is turned on.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        StateSetOptions options = new() { Persist = Persist, Timeout = Timeout };
        StateConverger converger = Await(StateConverger.PlanAsync(connection, Definition, options, StopToken));
        if (converger.IsEmpty)
        {
            StateInput.WriteErrors(this, converger.Errors, connection);
            Write(connection, converger.Unchanged());
        }
        else if (Agreed(converger))
        {
            StateOutcome outcome = Await(converger.ApplyAsync(StopToken));
            if (converger.OwnPassword is { } password)
            {
                _ = Passwords.Use(this, connection, connection.User, password);
            }

            StateInput.WriteErrors(this, outcome.Errors, connection);
            Write(connection, outcome.Changes, converger.DefaultPassword);
        }
    });

    private bool Agreed(StateConverger converger)
    {
        if (converger.Warning.Length > 0)
        {
            WriteWarning(converger.Warning);
        }

        return ConfirmMassChange(converger.Describe(), converger.IsRisky ? converger.Count : 0, 1, Force);
    }

    private void Write(RedisConnection connection, IReadOnlyList<StateChange> changes, RedisSecret? password = null)
    {
        WriteObject(changes, enumerateCollection: true);
        string[] waiting = changes.Where(change => change.RequiresRestart).Select(change => change.Property).ToArray();
        if (waiting.Length > 0)
        {
            WriteWarning($"{connection} needs its configuration file changed and a restart for: {string.Join(", ", waiting)}.");
        }

        string[] unread = changes.Where(change => change is { Changed: true, InDesiredState: null }).Select(change => change.Property).ToArray();
        if (unread.Length > 0)
        {
            WriteWarning($"Changed on {connection}, and this connection cannot read it back: {string.Join(", ", unread)}.");
        }

        if (changes.Any(change => change is { Property: "requirepass", Changed: true }))
        {
            Passwords.TellDefault(this, connection, password?.Reveal());
        }

        StateChange[] lost = Persist ? changes.Where(change => change.Persisted == false).ToArray() : [];
        if (lost.Length > 0)
        {
            WriteError(RedisErrors.ConfigNotPersisted(connection.ToString(), lost.Select(change => change.Property), lost[0].Note, connection));
        }
    }
}

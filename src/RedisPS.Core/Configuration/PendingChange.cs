using System.Globalization;

namespace RedisPS.Core.Configuration;

/// <summary>A change that is undone by itself unless it is confirmed in time.</summary>
public sealed class PendingChange
{
    /// <summary>Its number in this process.</summary>
    public int Id { get; init; }

    /// <summary>What was changed: names of settings, for example.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public PendingChangeState State { get; internal set; }

    /// <summary>When it is undone.</summary>
    public DateTimeOffset RevertsAt { get; init; }

    /// <summary>True: the server itself holds the undoing, and does it also when this machine or the network in between falls silent. False: only this process does.</summary>
    public bool IsHeldByServer { get; internal set; }

    /// <summary>Whether confirming it also writes it to the configuration file.</summary>
    public bool Persist { get; init; }

    /// <summary>Whether it is in the configuration file, once it is confirmed.</summary>
    public bool? Persisted { get; internal set; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; internal set; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>How long there is left to confirm it; zero when that is over.</summary>
    public TimeSpan Remaining => State == PendingChangeState.Pending && RevertsAt > DateTimeOffset.Now ? RevertsAt - DateTimeOffset.Now : TimeSpan.Zero;

    internal RevertTimer? Timer { get; set; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", Changes)} on {Server}: {State}");
}

using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>A connection with what it has done so far.</summary>
public sealed class ConnectionCounter
{
    /// <summary>Reads the counters at this moment.</summary>
    public ConnectionCounter(RedisConnection connection)
    {
        ClientCounters counters = connection.Client.Counters;
        ConnectionName = connection.Name;
        Server = connection.Server;
        Database = connection.Database;
        State = connection.State;
        ConnectedAt = connection.ConnectedAt;
        SentCommands = counters.SentCommands;
        ReceivedReplies = counters.ReceivedReplies;
        SentBytes = counters.SentBytes;
        ReceivedBytes = counters.ReceivedBytes;
        Outstanding = counters.Outstanding;
        Failures = counters.Failures;
        Reconnects = counters.Reconnects;
        LastRoundTrip = counters.LastRoundTrip;
    }

    /// <summary>The connection.</summary>
    public string ConnectionName { get; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; }

    /// <summary>The current database.</summary>
    public int Database { get; }

    /// <summary>Connected, Disconnected or Closed.</summary>
    public RedisClientState State { get; }

    /// <summary>When the connection was made.</summary>
    public DateTimeOffset ConnectedAt { get; }

    /// <summary>Commands sent.</summary>
    public long SentCommands { get; }

    /// <summary>Replies received.</summary>
    public long ReceivedReplies { get; }

    /// <summary>Bytes sent.</summary>
    public long SentBytes { get; }

    /// <summary>Bytes received.</summary>
    public long ReceivedBytes { get; }

    /// <summary>Commands that wait for their reply.</summary>
    public long Outstanding { get; }

    /// <summary>Commands that ended without a reply.</summary>
    public long Failures { get; }

    /// <summary>Connections made after the first was lost.</summary>
    public long Reconnects { get; }

    /// <summary>How long the last command took, there and back.</summary>
    public TimeSpan LastRoundTrip { get; }

    /// <summary>The same in milliseconds.</summary>
    public double LastRoundTripMilliseconds => LastRoundTrip.TotalMilliseconds;

    /// <inheritdoc/>
    public override string ToString() => $"{ConnectionName}: {SentCommands} commands, {Failures} failures";
}

using System.Diagnostics.Tracing;

namespace RedisPS.Client;

/// <summary>Events for dotnet-trace, PerfView and ETW under the name RedisPS. They carry names, times and outcomes, never arguments or secrets.</summary>
[EventSource(Name = "RedisPS")]
internal sealed class RedisEventSource : EventSource
{
    public static readonly RedisEventSource Log = new();

    [NonEvent]
    public void Opened(RedisClientOptions options, int protocol, long milliseconds)
    {
        if (IsEnabled()) { ConnectionOpened(options.Endpoint.ToString(), options.Database, protocol, options.Tls is not null, milliseconds); }
    }

    [NonEvent]
    public void Failed(RedisClientOptions options, RedisConnectionException failure)
    {
        if (IsEnabled()) { ConnectionFailed(options.Endpoint.ToString(), failure.Stage.ToString(), failure.Message); }
    }

    [NonEvent]
    public void Lost(RedisClientOptions options, Exception failure, int outstanding)
    {
        if (IsEnabled()) { ConnectionLost(options.Endpoint.ToString(), failure.Message, outstanding); }
    }

    [NonEvent]
    public void Done(RedisClientOptions options, string command, TimeSpan elapsed, string outcome)
    {
        if (IsEnabled()) { CommandDone(options.Endpoint.ToString(), command, elapsed.TotalMicroseconds, outcome); }
    }

    [NonEvent]
    public void Again(RedisClientOptions options, string command, string reason, int attempt)
    {
        if (IsEnabled()) { CommandRetried(options.Endpoint.ToString(), command, reason, attempt); }
    }

    [Event(1, Level = EventLevel.Informational, Message = "Connected to {0}, database {1}, RESP{2}, in {4} ms")]
    private void ConnectionOpened(string endpoint, int database, int protocol, bool tls, long milliseconds) =>
        WriteEvent(1, endpoint, database, protocol, tls, milliseconds);

    [Event(2, Level = EventLevel.Warning, Message = "Connecting to {0} failed at {1}: {2}")]
    private void ConnectionFailed(string endpoint, string stage, string message) => WriteEvent(2, endpoint, stage, message);

    [Event(3, Level = EventLevel.Warning, Message = "Connection to {0} lost with {2} commands under way: {1}")]
    private void ConnectionLost(string endpoint, string message, int outstanding) => WriteEvent(3, endpoint, message, outstanding);

    [Event(4, Level = EventLevel.Verbose, Message = "{1} on {0}: {3} after {2} us")]
    private void CommandDone(string endpoint, string command, double microseconds, string outcome) => WriteEvent(4, endpoint, command, microseconds, outcome);

    [Event(5, Level = EventLevel.Informational, Message = "{1} on {0} is tried again ({3}): {2}")]
    private void CommandRetried(string endpoint, string command, string reason, int attempt) => WriteEvent(5, endpoint, command, reason, attempt);
}

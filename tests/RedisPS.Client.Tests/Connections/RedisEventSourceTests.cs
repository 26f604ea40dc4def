using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class RedisEventSourceTests(HardenedServer server) : IClassFixture<HardenedServer>
{
    [Fact]
    public async Task Connections_and_commands_can_be_traced_without_seeing_a_secret()
    {
        using Listener listener = new();
        await using (RedisClient client = await RedisClient.ConnectAsync(Options.For(server, "default")))
        {
            _ = await client.ExecuteAsync("SET", default, "traced", "value-not-traced");
            _ = await client.SendAsync(new RedisCommand("NOSUCH", "argument-not-traced"));
        }

        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => RedisClient.ConnectAsync(Options.For(server, "default") with { Password = new RedisSecret("wr0ng-Zebra") }));
        string[] mine = listener.Events.Where(line => line.Contains(server.EndPoint, StringComparison.Ordinal)).ToArray();
        Assert.Contains(mine, line => line.StartsWith("ConnectionOpened", StringComparison.Ordinal));
        Assert.Contains(mine, line => line.StartsWith("CommandDone", StringComparison.Ordinal) && line.Contains("SET", StringComparison.Ordinal) && line.EndsWith("ok", StringComparison.Ordinal));
        Assert.Contains(mine, line => line.StartsWith("CommandDone", StringComparison.Ordinal) && line.EndsWith("ERR", StringComparison.Ordinal));
        Assert.Contains(mine, line => line.StartsWith("ConnectionFailed", StringComparison.Ordinal) && line.Contains("Authenticate", StringComparison.Ordinal));
        foreach (string secret in new[] { HardenedServer.Password, "wr0ng-Zebra", "not-traced" })
        {
            Assert.DoesNotContain(mine, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private sealed class Listener : EventListener
    {
        public ConcurrentQueue<string> Events { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "RedisPS") { EnableEvents(eventSource, EventLevel.Verbose); }
        }

        // The base class's constructor may already deliver events, before the queue is there.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            Events?.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? new System.Collections.ObjectModel.ReadOnlyCollection<object?>([]))}");
    }
}

using System.Diagnostics;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// The connection of a mass operation: opened with the first batch, and made anew where the server closed it because it idled
/// (its timeout setting, or something in between that forgets silent connections). Only between two batches, with nothing under way.
/// </summary>
internal sealed class WorkConnection(RedisClient client) : IDisposable
{
    // The server's timeout is at least a second.
    private static readonly TimeSpan s_trusted = TimeSpan.FromMilliseconds(500);

    private readonly object _gate = new();
    private RedisBulkConnection? _connection;
    private long _sent;
    private bool _disposed;

    /// <summary>The open connection.</summary>
    public RedisBulkConnection Open => _connection ?? throw new InvalidOperationException("Nothing was sent yet.");

    /// <summary>Whether it has been silent for so long that the server may have closed it.</summary>
    public bool HasIdled => Stopwatch.GetElapsedTime(_sent) >= s_trusted;

    /// <summary>Notes that something was sent just now. Reading proves nothing: what is read may have waited here since before the end.</summary>
    public void Sent() => _sent = Stopwatch.GetTimestamp();

    /// <summary>Opens it, or makes sure that it is still there. What was sent before must have been read.</summary>
    public async ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } known)
        {
            if (!HasIdled || await AnswersAsync(known, cancellationToken).ConfigureAwait(false))
            {
                Sent();
                return;
            }

            known.Dispose();
        }

        RedisBulkConnection opened = await client.OpenBulkAsync(cancellationToken).ConfigureAwait(false);
        Sent();
        lock (_gate)
        {
            _connection = opened;
            if (_disposed) { opened.Dispose(); }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Closes it at once, whatever the server is doing; from any thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _connection?.Dispose();
        }
    }

    private async ValueTask<bool> AnswersAsync(RedisBulkConnection connection, CancellationToken cancellationToken)
    {
        // Who may not ask gets a new connection: each refusal is a line in the server's ACL LOG.
        if (!client.Capabilities.Supports("PING") || client.Capabilities.May("PING") == false) { return false; }
        try
        {
            connection.Writer.Begin(1);
            connection.Writer.Argument(client.MapName("PING"));
            await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            RespValue reply = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reply.IsError) { client.Capabilities.NoteRefusal("PING", reply.AsText()!); }
            return !reply.IsError;
        }
        catch (RedisException e) when (e is RedisConnectionException or RedisTimeoutException) { return false; }
    }
}

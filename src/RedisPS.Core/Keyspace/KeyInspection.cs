using System.Runtime.CompilerServices;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Asks for the columns of very many named keys, on a connection of its own with the next portion sent before this one is read.
/// A single portion goes over the shared connection. Where the connection is lost, what it had not answered is asked again: it only reads.
/// </summary>
internal sealed class KeyInspection(RedisClient client, KeyColumns columns, string? connectionName, int? memorySamples) : IDisposable
{
    private readonly KeyOrigin _origin = new(client.Endpoint.ToString(), client.Database, connectionName);
    private readonly ColumnReader _reader = new(client, columns | KeyColumns.Type, memorySamples: memorySamples);
    private RedisBulkConnection? _connection;

    /// <summary>What the server would not tell of any key.</summary>
    public IReadOnlyList<string> Restrictions => _reader.Restrictions;

    /// <summary>The keys, with their columns or marked as gone, portion by portion in the order given.</summary>
    /// <param name="portions">The names; taking the next may block.</param>
    /// <param name="errors">Takes what went wrong with single keys.</param>
    /// <param name="cancellationToken">Closes the connection at once.</param>
    public async IAsyncEnumerable<RedisKeyInfo[]> RunAsync(IEnumerable<RedisKey[]> portions, List<KeyError> errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(static state => ((KeyInspection)state!).Dispose(), this);
        RedisKeyInfo[]? sent = null;
        Question? asked = null;
        bool first = true;
        foreach (RedisKey[] portion in portions)
        {
            RedisKeyInfo[] keys = Array.ConvertAll(portion, key => new RedisKeyInfo(key, _origin));
            if (first)
            {
                first = false;
                await _reader.AskAsync(keys, errors, cancellationToken).ConfigureAwait(false);
                yield return keys;
                continue;
            }

            Question? asking = await SendAsync(keys, cancellationToken).ConfigureAwait(false);
            if (sent is not null)
            {
                await ReadAsync(sent, asked, errors, cancellationToken).ConfigureAwait(false);
                yield return sent;
            }

            (sent, asked) = (keys, asking);
        }

        if (sent is null) { yield break; }
        await ReadAsync(sent, asked, errors, cancellationToken).ConfigureAwait(false);
        yield return sent;
    }

    public void Dispose() => _connection?.Dispose();

    // Null: it could not be sent, and is asked over the shared connection when its turn comes.
    private async ValueTask<Question?> SendAsync(RedisKeyInfo[] keys, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await client.OpenBulkAsync(cancellationToken).ConfigureAwait(false);
            KeyColumn[] asked = _reader.Write(_connection.Writer, keys, keys.Length);
            await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            return new Question(_connection, asked);
        }
        catch (Exception e) when (e is RedisConnectionException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async ValueTask ReadAsync(RedisKeyInfo[] keys, Question? asked, List<KeyError> errors, CancellationToken cancellationToken)
    {
        // What was sent over a connection that is gone has no answer on the one that came after it.
        if (asked is { } question && ReferenceEquals(question.Connection, _connection))
        {
            try
            {
                await _reader.ReadAsync(question.Connection.Reader, question.Columns, keys, keys.Length, errors, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is RedisConnectionException or ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Its later replies went with it.
                _connection = null;
                question.Connection.Dispose();
            }
        }

        await _reader.AskAsync(keys, errors, cancellationToken).ConfigureAwait(false);
    }

    private readonly record struct Question(RedisBulkConnection Connection, KeyColumn[] Columns);
}

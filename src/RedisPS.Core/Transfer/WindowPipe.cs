using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Sends what brings keys back, in windows bounded by count and bytes: the next window is under way before the last one's replies are
/// read, so that the server never waits. Each database has a connection of its own, one after the other. It ends with what the server
/// would say to every key.
/// </summary>
/// <typeparam name="T">What is known of a key when its replies are read.</typeparam>
internal abstract class WindowPipe<T>(RedisClient client, RestoreTally tally, int mostKeys) : IAsyncDisposable
{
    private const long MostBytes = 4 << 20;
    private const int FirstKeys = 250;

    // The first window is small, so that little is sent to a server that refuses it all; large ones cost fewer turns of client and server.
    private int _wanted = Math.Min(mostKeys, FirstKeys);
    private List<T> _sent = [];
    private List<T> _window = [];
    private RedisBulkConnection? _bulk;

    protected RedisClient Client { get; } = client;

    /// <summary>The keys whose commands may have reached the server and whose replies are not read.</summary>
    protected IEnumerable<T> Unanswered => _sent.Concat(_window);

    /// <summary>Takes what became of each key.</summary>
    protected RestoreTally Tally { get; } = tally;

    /// <summary>The connection; there is one as soon as <see cref="WriterAsync"/> was called.</summary>
    protected RedisBulkConnection Bulk => _bulk!;

    /// <summary>Sends what waits and reads every reply.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_bulk is null) { return; }
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bulk is not null) { await _bulk.DisposeAsync().ConfigureAwait(false); }
    }

    /// <summary>Takes the commands for a key of a database.</summary>
    protected async ValueTask<RespWriter> WriterAsync(int database, CancellationToken cancellationToken)
    {
        if (_bulk is null || _bulk.Database != database)
        {
            await FinishAsync(cancellationToken).ConfigureAwait(false);
            await DisposeAsync().ConfigureAwait(false);
            _bulk = null;
            _bulk = await Client.ForDatabase(database).OpenBulkAsync(cancellationToken).ConfigureAwait(false);
            await OpenedAsync(cancellationToken).ConfigureAwait(false);
        }

        return _bulk.Writer;
    }

    /// <summary>Notes a key whose commands are in the writer, and sends the window when it is full.</summary>
    protected ValueTask WrittenAsync(T key, CancellationToken cancellationToken)
    {
        _window.Add(key);
        return _window.Count >= _wanted || Bulk.Writer.BufferedBytes >= MostBytes ? SendAsync(cancellationToken) : default;
    }

    /// <summary>Called with each new connection.</summary>
    protected virtual ValueTask OpenedAsync(CancellationToken cancellationToken) => default;

    /// <summary>Reads the replies of a window.</summary>
    protected abstract ValueTask ReadAsync(List<T> sent, CancellationToken cancellationToken);

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_window.Count > 0) { await Bulk.FlushAsync(cancellationToken).ConfigureAwait(false); }
        await ReadAsync(_sent, cancellationToken).ConfigureAwait(false);
        _sent.Clear();
        (_sent, _window) = (_window, _sent);
        _wanted = Math.Min(mostKeys, 2 * _wanted);
        if (Tally.Hopeless is not { } error) { return; }

        // What is under way is read to its end: it is counted, and what was built in part is taken away.
        await ReadAsync(_sent, cancellationToken).ConfigureAwait(false);
        _sent.Clear();
        throw error.ToException();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Walks the keys of every primary with SCAN, on a connection of its own, one page read ahead. In one go it sends the SCAN of the
/// next page and the metadata commands of this one, so that the server never waits for the client. For one caller at a time.
/// </summary>
public sealed class KeyWalk : IAsyncDisposable, IDisposable
{
    private const int NearCount = 1000;
    private const int FarCount = 5000;
    private const int MostReopenings = 3;
    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromMilliseconds(250);

    private readonly RedisClient _client;
    private readonly KeyQuery _query;
    private readonly string? _connectionName;
    private readonly KeyColumns _columns;
    private readonly DuplicateWindow? _window;
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = new();
    private readonly HashSet<string> _restrictions = new(StringComparer.Ordinal);
    private int _node = -1;
    private NodeWalk? _current;
    private Task<KeyPage?>? _pageAhead;
    private Task<List<RedisKey>?>? _namesAhead;
    private ulong _cursorAhead;
    private WalkPosition _safe;
    private int _reopened;
    private string _why = "";
    private long _scanned;
    private long _matched;
    private long _total = -1;
    private bool _disposed;

    /// <summary>Prepares a walk; nothing is sent before the first page is asked for.</summary>
    /// <param name="client">The server, in the database to walk.</param>
    /// <param name="query">Which keys.</param>
    /// <param name="connectionName">The connection's name, for the keys.</param>
    public KeyWalk(RedisClient client, KeyQuery query, string? connectionName = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(query);
        _client = client;
        _query = query;
        _connectionName = connectionName;
        _columns = query.NeededColumns;
        _window = query.Unique ? new DuplicateWindow() : null;
    }

    /// <summary>The cursor after the page returned last: what StartCursor takes. Only good for the same server process; 0 at the end.</summary>
    public ulong Cursor { get; private set; }

    /// <summary>Names that the server has given so far, matching or not.</summary>
    public long Scanned => Interlocked.Read(ref _scanned);

    /// <summary>How far the walk is; may be read from any thread.</summary>
    public OperationProgress Progress
    {
        get
        {
            long total = Interlocked.Read(ref _total);
            long looked = _current?.LookedAt ?? 0;
            return new OperationProgress("Scanning", Math.Max(Scanned, looked), total < 0 ? null : total, Interlocked.Read(ref _matched), _clock.Elapsed);
        }
    }

    /// <summary>What could not be asked, and why; each once.</summary>
    public IReadOnlyCollection<string> Restrictions
    {
        get
        {
            lock (_restrictions) { return [.. _restrictions]; }
        }
    }

    /// <summary>The next page with the columns asked for.</summary>
    /// <param name="cancellationToken">Ends the walk and closes its connection.</param>
    /// <returns>The page, perhaps empty; null after the last.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost; the message says how far the walk got.</exception>
    public async Task<KeyPage?> NextPageAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _clock.Start();
        Task<KeyPage?> ahead = _pageAhead ?? ReadAgainAsync(ReadPageAsync);
        KeyPage? page = await TakeAsync(ahead, cancellationToken).ConfigureAwait(false);
        Cursor = _cursorAhead;

        // Under way while the caller works on this page; on the pool, because the reader waits a little before it lets go of its thread.
        _pageAhead = page is null ? Task.FromResult<KeyPage?>(null) : Task.Run(() => ReadAgainAsync(ReadPageAsync), CancellationToken.None);
        return page;
    }

    /// <summary>The next page of names only: the fastest walk. Needs a query that is decided by names.</summary>
    /// <param name="cancellationToken">Ends the walk and closes its connection.</param>
    /// <returns>The names, perhaps none; null after the last page.</returns>
    /// <exception cref="InvalidOperationException">The query asks for columns.</exception>
    /// <exception cref="RedisConnectionException">The connection was lost; the message says how far the walk got.</exception>
    public async Task<IReadOnlyList<RedisKey>?> NextNamesAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_query.NamesDecide) { throw new InvalidOperationException("The query asks for more than names: use NextPageAsync."); }
        _clock.Start();
        Task<List<RedisKey>?> ahead = _namesAhead ?? ReadAgainAsync(ReadNamesAsync);
        List<RedisKey>? names = await TakeAsync(ahead, cancellationToken).ConfigureAwait(false);
        Cursor = _cursorAhead;
        _namesAhead = names is null ? Task.FromResult<List<RedisKey>?>(null) : Task.Run(() => ReadAgainAsync(ReadNamesAsync), CancellationToken.None);
        return names;
    }

    /// <summary>Stops the walk: closes the connection at once, whatever the server is doing.</summary>
    public void Dispose()
    {
        if (_disposed) { return; }
        _disposed = true;
        _stop.Cancel();
        _current?.Dispose();
        Forget(_pageAhead);
        Forget(_namesAhead);
        _clock.Stop();
    }

    /// <summary>Stops the walk: closes the connection at once, whatever the server is doing.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    // Nobody waits for what was read ahead, so nobody may hear of its failure.
    private static void Forget(Task? task) =>
        task?.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<T> TakeAsync<T>(Task<T> ahead, CancellationToken cancellationToken)
    {
        try { return ahead.IsCompletedSuccessfully ? ahead.Result : await ahead.WaitAsync(cancellationToken).ConfigureAwait(false); }
        catch (OperationCanceledException)
        {
            Forget(ahead);
            Dispose();
            throw;
        }
        catch (RedisConnectionException e)
        {
            Dispose();
            if (Scanned == 0) { throw; }
            throw new RedisConnectionException(e.Stage, e.Endpoint, $"{e.Message.TrimEnd('.')}. The walk had looked at {Far()}, and cannot go on from there: {_why}.", e.Remedy, e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Far()
    {
        long total = Interlocked.Read(ref _total);
        string of = total > 0 ? string.Create(CultureInfo.InvariantCulture, $" of about {total:N0}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Scanned:N0}{of} keys, {Interlocked.Read(ref _matched):N0} of them matched");
    }

    private async Task<NodeWalk?> NodeAsync()
    {
        while (_current is null || _current.IsDone)
        {
            if (_current is not null) { Note(_current.Restrictions); }
            _current?.Dispose();
            _current = null;
            IReadOnlyList<RedisClient> nodes = _client.Topology.Primaries;
            if (++_node >= nodes.Count || SampleLeft() <= 0) { return null; }
            _window?.Clear();
            if (nodes[_node].IsClusterNode()) { Note([ClusterNode.Note(nodes[_node])]); }
            NodeWalk next = await NodeWalk.OpenAsync(nodes[_node], _query, _columns, _connectionName, again: false, _stop.Token).ConfigureAwait(false);
            Reached(new WalkPosition(_query.StartCursor, _scanned));
            if (next.KeysThere is { } there) { Interlocked.Exchange(ref _total, Math.Max(0, Interlocked.Read(ref _total)) + there); }
            _current = next;
            if (_disposed) { next.Dispose(); }
        }

        return _current;
    }

    // A connection that the server closed (because the consumer was slow, and its timeout setting counts that as idle) is made anew: the
    // same process honours the cursor, and what it guarantees of a walk holds. What was asked and not answered is asked again.
    private async Task<T?> ReadAgainAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        while (true)
        {
            try { return await read().ConfigureAwait(false); }
            catch (RedisConnectionException) when (_current is not null && !_disposed)
            {
                if (!await ReopenAsync(_current).ConfigureAwait(false)) { throw; }
            }
        }
    }

    private async Task<bool> ReopenAsync(NodeWalk lost)
    {
        lost.Dispose();
        if (++_reopened > MostReopenings)
        {
            _why = string.Create(CultureInfo.InvariantCulture, $"it was closed {_reopened:N0} times at the same place");
            return false;
        }

        NodeWalk again;
        try { again = await NodeWalk.OpenAsync(_client.Topology.Primaries[_node], _query with { StartCursor = _safe.Cursor }, _columns, _connectionName, again: true, _stop.Token).ConfigureAwait(false); }
        catch (RedisConnectionException e)
        {
            _why = $"no other connection could be made ({e.Message.TrimEnd('.')})";
            return false;
        }

        if (again.RunId is null || again.RunId != lost.RunId)
        {
            again.Dispose();
            _why = again.RunId is null || lost.RunId is null
                ? "whether the same process answers now is not known (INFO tells), and to another one the cursor means nothing"
                : "the server was restarted or replaced, and to another process the cursor means nothing";
            return false;
        }

        Note(lost.Restrictions);

        // Names of pages that were read and not handed on come again. Where only names are read, all that are remembered were handed on.
        if (_namesAhead is null) { _window?.Clear(); }
        Interlocked.Exchange(ref _scanned, _safe.Scanned);
        _current = again;
        if (_disposed) { again.Dispose(); }
        return true;
    }

    private void Reached(WalkPosition position) => (_safe, _reopened) = (position, 0);

    private void Note(IReadOnlyList<string> restrictions)
    {
        if (restrictions.Count == 0) { return; }
        lock (_restrictions) { _restrictions.UnionWith(restrictions); }
    }

    private long SampleLeft() => _query.SampleSize is { } size ? size - _scanned : long.MaxValue;

    // Names of the next SCAN page that pass: the page's own list where nothing has to go.
    private async ValueTask<List<RedisKey>> ScanAsync(NodeWalk node)
    {
        List<RedisKey> names = await node.ReadScanAsync(_stop.Token).ConfigureAwait(false);
        if (names.Count >= SampleLeft())
        {
            names.RemoveRange((int)SampleLeft(), names.Count - (int)SampleLeft());
            node.EndScan();
        }

        Interlocked.Add(ref _scanned, names.Count);
        return names;
    }

    private void Filter(NodeWalk node, List<RedisKey> names)
    {
        bool all = (node.ServerMatches || _query.Patterns.Count == 0) && _query.Exclude.Count == 0 && _query.Regex is null && _query.NamePrefix is null;
        if (all && _window is null) { return; }
        Span<RedisKey> span = CollectionsMarshal.AsSpan(names);
        int kept = 0;
        for (int i = 0; i < span.Length; i++)
        {
            RedisKey name = span[i];
            if (!all && !_query.MatchesName(name.Span, node.ServerMatches)) { continue; }
            if (_window is not null && !_window.Add(name)) { continue; }
            if (kept != i) { span[kept] = name; }
            kept++;
        }

        if (kept < span.Length) { names.RemoveRange(kept, span.Length - kept); }
    }

    private async Task<List<RedisKey>?> ReadNamesAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (await NodeAsync().ConfigureAwait(false) is { } node)
        {
            if (!node.IsScanning)
            {
                node.Finish();
                continue;
            }

            List<RedisKey> names = await ScanAsync(node).ConfigureAwait(false);
            ulong cursor = node.Cursor;
            await node.SendAsync(null, _stop.Token).ConfigureAwait(false);
            Filter(node, names);
            Reached(new WalkPosition(cursor, _scanned));
            if (names.Count == 0 && Stopwatch.GetElapsedTime(started) < s_longestSilence) { continue; }
            _cursorAhead = cursor;
            Interlocked.Add(ref _matched, names.Count);
            return names;
        }

        _cursorAhead = 0;
        return null;
    }

    private async Task<KeyPage?> ReadPageAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (await NodeAsync().ConfigureAwait(false) is { } node)
        {
            KeyBatch? next = null;
            if (node.IsScanning)
            {
                List<RedisKey> names = await ScanAsync(node).ConfigureAwait(false);

                // Without columns there is nothing to send before the filter has spoken, and the server can start at once.
                if (node.AsksNothing) { await node.SendAsync(null, _stop.Token).ConfigureAwait(false); }
                Filter(node, names);
                next = new KeyBatch(names, node.Origin, node.KnownType, new WalkPosition(node.Cursor, _scanned));
                if (!node.AsksNothing) { await node.SendAsync(next, _stop.Token).ConfigureAwait(false); }
            }

            KeyBatch? done = await node.ReadBatchAsync(next, _stop.Token).ConfigureAwait(false);
            Note(node.Restrictions);
            if (done is null)
            {
                if (!node.IsScanning && !node.HasPending) { node.Finish(); }
                continue;
            }

            Reached(done.After);
            KeyPage page = done.ToPage(_query);
            if (page.Count == 0 && page.Errors.Count == 0 && Stopwatch.GetElapsedTime(started) < s_longestSilence) { continue; }
            _cursorAhead = done.After.Cursor;
            Interlocked.Add(ref _matched, page.Count);
            return page;
        }

        _cursorAhead = 0;
        return null;
    }

    /// <summary>The COUNT that suits the distance to the server.</summary>
    internal static int CountFor(TimeSpan roundTrip) => roundTrip < s_near ? NearCount : FarCount;
}

using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Core.Keyspace;

/// <summary>The walk over one node: its connection, its cursor, and what is under way on it.</summary>
internal sealed class NodeWalk : IDisposable
{
    private static readonly Version s_scanType = new(6, 0);

    private readonly RedisBulkConnection _connection;
    private readonly ColumnReader _columns;
    private readonly byte[] _scanName;
    private readonly byte[]? _match;
    private readonly int _count;
    private string? _scanTypeName;
    private KeyBatch? _asked;
    private KeyBatch? _counting;
    private bool _started;

    private NodeWalk(RedisClient client, RedisBulkConnection connection, KeyQuery query, KeyColumns columns, string? connectionName, int count)
    {
        _connection = connection;
        _count = count;
        _scanName = client.MapName("SCAN");
        Origin = new KeyOrigin(client.Endpoint.ToString(), connection.Database, connectionName);
        ServerMatches = query.Patterns.Count == 1;
        if (ServerMatches && !query.Patterns[0].IsEverything) { _match = query.Patterns[0].Bytes.ToArray(); }
        if (query.Types.Count == 1 && HasScanType(client.Capabilities))
        {
            _scanTypeName = query.Types[0].ToLowerInvariant();
            if (KeyTypes.LengthCommands.Keys.FirstOrDefault(name => name == _scanTypeName) is { } known)
            {
                // The server filters, so nobody needs to ask TYPE again; modules' names keep their own spelling and are asked for.
                KnownType = known;
                columns &= ~KeyColumns.Type;
            }
            else { _scanTypeName = query.Types[0]; }
        }

        KeyColumns required = (query with { Columns = KeyColumns.None }).NeededColumns & columns;
        _columns = new ColumnReader(client, columns, required, query.MemorySamples, KnownType);
        Cursor = query.StartCursor;
    }

    public KeyOrigin Origin { get; }

    /// <summary>DBSIZE at the start; null when it may not be asked.</summary>
    public long? KeysThere { get; private set; }

    /// <summary>Buckets times COUNT so far: progress when few names match.</summary>
    public long LookedAt { get; private set; }

    /// <summary>Whether the server filters by the only pattern.</summary>
    public bool ServerMatches { get; }

    /// <summary>The type of every key, when the server filters by it.</summary>
    public string? KnownType { get; private set; }

    public ulong Cursor { get; private set; }

    /// <summary>Whether a SCAN is under way.</summary>
    public bool IsScanning { get; private set; } = true;

    public bool HasPending => _asked is not null || _counting is not null;

    public bool IsDone { get; private set; }

    public bool AsksNothing => _columns.IsEmpty && !_columns.WantsLength;

    public IReadOnlyList<string> Restrictions => _columns.Restrictions;

    /// <summary>The server's process, which alone honours the cursor; null where it does not say.</summary>
    public string? RunId { get; private init; }

    public static async Task<NodeWalk> OpenAsync(RedisClient client, KeyQuery query, KeyColumns columns, string? connectionName, bool again, CancellationToken cancellationToken)
    {
        RedisBulkConnection connection = await client.OpenBulkAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int count = query.ScanCount ?? KeyWalk.CountFor(await MeasureAsync(client, connection, cancellationToken).ConfigureAwait(false));

            // What the client learned when it connected does for the first connection; one made later may lead to another process.
            string? runId = again ? await RunIdAsync(client, connection, cancellationToken).ConfigureAwait(false) : client.Capabilities.RunId;
            NodeWalk node = new(client, connection, query, columns, connectionName, count) { RunId = runId };
            await node.StartAsync(client, cancellationToken).ConfigureAwait(false);
            return node;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    public void Finish() => IsDone = true;

    /// <summary>No further SCAN is sent; one that is under way is not read.</summary>
    public void EndScan() => Cursor = 0;

    /// <summary>Reads the page that is under way. Its names are the caller's.</summary>
    public async ValueTask<List<RedisKey>> ReadScanAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Each page has its own list: the caller keeps it while the next is read.
                ScanReply page = await _connection.Reader.ReadScanAsync(new ScanReply(), cancellationToken).ConfigureAwait(false);
                _started = true;
                Cursor = page.Cursor;
                LookedAt = Math.Min(LookedAt + _count, KeysThere ?? long.MaxValue);
                return page.Keys;
            }
            catch (RedisServerException e) when (!_started && _scanTypeName is not null && e.Code == "ERR")
            {
                // Redis 8 refuses types it does not know, others do not know the option: then the type is compared here.
                _scanTypeName = null;
                KnownType = null;
                _columns.AskType();
                WriteScan();
                await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends the SCAN of the next page and, in the same go, the commands of this one.</summary>
    public ValueTask SendAsync(KeyBatch? batch, CancellationToken cancellationToken)
    {
        IsScanning = Cursor != 0;
        if (IsScanning) { WriteScan(); }
        if (batch is { Count: > 0 }) { batch.Sent = _columns.Write(_connection.Writer, batch.Keys, batch.Count); }
        return _connection.FlushAsync(cancellationToken);
    }

    /// <summary>Takes a batch whose commands were just sent, and gives the one before, complete. Null: nothing is complete yet.</summary>
    public async ValueTask<KeyBatch?> ReadBatchAsync(KeyBatch? next, CancellationToken cancellationToken)
    {
        if (AsksNothing) { return next; }
        RespReader reader = _connection.Reader;
        KeyBatch? done = _asked;
        _asked = next;
        if (done is not null) { await _columns.ReadAsync(reader, done.Sent, done.Keys, done.Count, done.Errors, cancellationToken).ConfigureAwait(false); }
        if (!_columns.WantsLength) { return done; }

        // Which command counts the elements is known only now; its reply comes behind the next page's.
        if (done is not null)
        {
            _columns.WriteLengths(_connection.Writer, done.Keys, done.Count);
            await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        KeyBatch? counted = _counting;
        _counting = done;
        if (counted is not null) { await _columns.ReadLengthsAsync(reader, counted.Keys, counted.Count, counted.Errors, cancellationToken).ConfigureAwait(false); }
        return counted;
    }

    private static bool HasScanType(ServerCapabilities capabilities) =>
        capabilities.Product is ServerProduct.Redis or ServerProduct.Valkey or ServerProduct.KeyDB or ServerProduct.Memurai
        && (capabilities.RedisVersion ?? capabilities.Version) >= s_scanType;

    // The smallest of three: the first answer on a fresh connection is never the distance alone.
    private static async Task<TimeSpan> MeasureAsync(RedisClient client, RedisBulkConnection connection, CancellationToken cancellationToken)
    {
        TimeSpan least = TimeSpan.MaxValue;
        byte[] ping = MayAsk(client, "PING") ? RespWriter.Encode(client.MapName("PING")) : [];
        for (int i = 0; i < 3 && ping.Length > 0; i++)
        {
            long started = Stopwatch.GetTimestamp();
            connection.Writer.Raw(ping);
            await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            RespValue pong = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            TimeSpan taken = Stopwatch.GetElapsedTime(started);
            if (taken < least) { least = taken; }
            if (!pong.IsError) { continue; }
            client.Capabilities.NoteRefusal("PING", pong.AsText()!);
            break;
        }

        return least;
    }

    private static async Task<string?> RunIdAsync(RedisClient client, RedisBulkConnection connection, CancellationToken cancellationToken)
    {
        if (!MayAsk(client, "INFO")) { return null; }
        connection.Writer.Begin(2);
        connection.Writer.Argument(client.MapName("INFO"));
        connection.Writer.Argument("server"u8);
        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        RespValue info = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return info.IsError ? null : ServerInfo.Parse(info.AsText() ?? "").GetText("run_id");
    }

    private async Task StartAsync(RedisClient client, CancellationToken cancellationToken)
    {
        RespWriter writer = _connection.Writer;
        bool asksSize = MayAsk(client, "DBSIZE");
        if (asksSize)
        {
            writer.Begin(1);
            writer.Argument(client.MapName("DBSIZE"));
        }

        WriteScan();
        await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!asksSize) { return; }
        RespValue size = await _connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (size.Type == RespType.Integer) { KeysThere = size.Integer; }
        else if (size.IsError) { client.Capabilities.NoteRefusal("DBSIZE", size.AsText()!); }
    }

    // What is only nice to know is not asked of a server that has refused it: each refusal is a line in its ACL LOG.
    private static bool MayAsk(RedisClient client, string command) => client.Capabilities.Supports(command) && client.Capabilities.May(command) != false;

    private void WriteScan()
    {
        RespWriter writer = _connection.Writer;
        writer.Begin(4 + (_match is null ? 0 : 2) + (_scanTypeName is null ? 0 : 2));
        writer.Argument(_scanName);
        writer.Argument(System.Text.Encoding.ASCII.GetBytes(Cursor.ToString(CultureInfo.InvariantCulture)));
        if (_match is not null)
        {
            writer.Argument("MATCH"u8);
            writer.Argument(_match);
        }

        writer.Argument("COUNT"u8);
        writer.Argument(_count);
        if (_scanTypeName is not null)
        {
            writer.Argument("TYPE"u8);
            writer.Argument(System.Text.Encoding.UTF8.GetBytes(_scanTypeName));
        }
    }
}

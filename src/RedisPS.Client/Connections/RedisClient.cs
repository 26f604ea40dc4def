using System.Text;

namespace RedisPS.Client;

/// <summary>
/// A client of one server and database. All callers share one connection, which is made again by itself when it was lost.
/// Safe for use by many threads at once.
/// </summary>
public sealed class RedisClient : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan s_replicationSilence = TimeSpan.FromSeconds(60);

    private readonly RedisClient _root;
    private readonly Dictionary<int, RedisClient>? _databases;
    private readonly LinkSource _links;
    private readonly CommandGuard? _guard;
    private ServerCapabilities? _capabilities;
    private volatile bool _noTouchRefused;
    private volatile bool _closed;

    private RedisClient(RedisClientOptions options, RedisClient? root)
    {
        Options = options;
        _root = root ?? this;
        Counters = root?.Counters ?? new ClientCounters();
        _databases = root is null ? [] : null;
        _links = new LinkSource(options, Counters, ReadyAsync);
        _guard = options.ReadOnly ? new CommandGuard(options.Endpoint, () => _root._capabilities, options.CommandMap) : null;
        Topology = new RedisTopology([this]);
    }

    /// <summary>What the client was made from.</summary>
    public RedisClientOptions Options { get; private set; }

    /// <summary>The server.</summary>
    public RedisEndpoint Endpoint => Options.Endpoint;

    /// <summary>The database that commands go to.</summary>
    public int Database => Options.Database;

    /// <summary>Whether a connection stands at the moment.</summary>
    public RedisClientState State => _closed || _root._closed ? RedisClientState.Closed : _links.IsConnected ? RedisClientState.Connected : RedisClientState.Disconnected;

    /// <summary>What the server is and can do. Refreshed when the connection is made again.</summary>
    public ServerCapabilities Capabilities => _root._capabilities!;

    /// <summary>What was done so far, shared with the clients of the other databases.</summary>
    public ClientCounters Counters { get; }

    /// <summary>Which servers make up what this client is connected to.</summary>
    public RedisTopology Topology { get; }

    /// <summary>Connects, proves who we are, and finds out what the server is.</summary>
    /// <param name="options">Where to, as whom.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A connected client.</returns>
    /// <exception cref="RedisConnectionException">It did not succeed within the connect timeout; Stage and Remedy say where and what to do.</exception>
    /// <exception cref="RedisConfigurationException">The options cannot be used, for example a certificate cannot be read.</exception>
    public static async Task<RedisClient> ConnectAsync(RedisClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RedisClient client = new(options, null);
        try
        {
            _ = await client._links.GetAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Drops the wait; the command itself may still be executed.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="RedisServerException">The server answered with an error.</exception>
    /// <exception cref="RedisConnectionException">The connection was lost, or could not be made.</exception>
    /// <exception cref="RedisTimeoutException">The server stayed silent for the operation timeout.</exception>
    public async Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken cancellationToken = default)
    {
        RespValue reply = await SendAsync(command, cancellationToken).ConfigureAwait(false);
        return reply.IsError ? throw RedisServerException.FromReply(reply, command) : reply;
    }

    /// <summary>Runs a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Drops the wait; the command itself may still be executed.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="RedisServerException">The server answered with an error.</exception>
    public Task<RespValue> ExecuteAsync(string name, CancellationToken cancellationToken, params RedisArgument[] arguments) =>
        ExecuteAsync(new RedisCommand(name, arguments), cancellationToken);

    /// <summary>Runs a command; an error reply is returned as a value of type Error.</summary>
    /// <param name="command">The command. One that blocks on purpose (BLPOP, XREAD BLOCK, WAIT) gets a connection of its own.</param>
    /// <param name="cancellationToken">Drops the wait; the command itself may still be executed.</param>
    /// <returns>The reply.</returns>
    public async Task<RespValue> SendAsync(RedisCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if (Prepare(command, inPipeline: false) is not { } name) { return Disabled(command); }
        if (CommandTable.IsBlocking(command)) { return await SendAloneAsync(command, cancellationToken).ConfigureAwait(false); }
        for (int attempt = 0; ; attempt++)
        {
            RedisLink link = await _links.GetAsync(cancellationToken).ConfigureAwait(false);
            PendingReply pending = new(command, name);
            string? reason;
            try
            {
                await link.SendAsync(pending, cancellationToken).ConfigureAwait(false);
                RespValue reply = await WaitAsync(pending, cancellationToken).ConfigureAwait(false);
                reason = reply.IsError ? Learn(command, reply) : null;
                if (reason is null || attempt >= Options.MaxRetry) { return reply; }
                await Task.Delay(Backoff.After(attempt, Options.RetryBackoff), cancellationToken).ConfigureAwait(false);
            }
            catch (RedisConnectionException e) when (attempt < Options.MaxRetry && !_closed && (!pending.MayBeWritten || command.IsReadOnly)) { reason = e.Message; }

            RedisEventSource.Log.Again(Options, command.Name, reason, attempt + 1);
        }
    }

    /// <summary>Runs commands one behind the other in one go, without others' commands in between (up to MaxPending). Error replies are returned as values.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="cancellationToken">Drops the wait; the commands themselves may still be executed.</param>
    /// <returns>One reply a command, in their order.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost before all had answered, and not all may be sent again.</exception>
    public async Task<RespValue[]> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        RespValue?[] replies = new RespValue?[commands.Count];
        byte[]?[] names = new byte[]?[commands.Count];
        for (int i = 0; i < commands.Count; i++)
        {
            names[i] = Prepare(commands[i], inPipeline: true);
            if (names[i] is null) { replies[i] = Disabled(commands[i]); }
        }

        for (int attempt = 0; ; attempt++)
        {
            RedisLink link = await _links.GetAsync(cancellationToken).ConfigureAwait(false);
            int[] open = Enumerable.Range(0, commands.Count).Where(i => replies[i] is null).ToArray();
            PendingReply[] pending = Array.ConvertAll(open, i => new PendingReply(commands[i], names[i]!));
            RedisConnectionException? lost = null;
            bool again = true;
            for (int start = 0; start < pending.Length; start += Options.MaxPending)
            {
                int count = Math.Min(Math.Max(1, Options.MaxPending), pending.Length - start);
                await link.SendAsync(new ArraySegment<PendingReply>(pending, start, count), cancellationToken).ConfigureAwait(false);
            }

            for (int i = 0; i < pending.Length; i++)
            {
                try
                {
                    RespValue reply = await WaitAsync(pending[i], cancellationToken).ConfigureAwait(false);
                    if (reply.IsError) { _ = Learn(pending[i].Command, reply); }
                    replies[open[i]] = reply;
                }
                catch (RedisConnectionException e)
                {
                    lost = e;
                    again &= !pending[i].MayBeWritten || pending[i].Command.IsReadOnly;
                }
            }

            if (lost is null) { return replies!; }
            if (!again || attempt >= Options.MaxRetry || _closed) { throw lost; }
            RedisEventSource.Log.Again(Options, "(pipeline)", lost.Message, attempt + 1);
        }
    }

    /// <summary>
    /// Goes over to a new password of the same user, after the server has it: proves it on all connections that stand, and uses it for those to
    /// come. When the server refuses it nothing is changed here, and the connections stay what they were. Redis command: AUTH.
    /// </summary>
    /// <param name="password">The new password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RedisServerException">The server does not take the password.</exception>
    public async Task ChangePasswordAsync(RedisSecret password, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        ThrowIfClosed();
        RedisClient[] family = _root.Family();
        foreach (RedisClient client in family.Where(client => client == _root || client._links.IsConnected))
        {
            RedisCommand command = Options.User is { Length: > 0 } user ? new RedisCommand("AUTH", user, password.Reveal()) : new RedisCommand("AUTH", password.Reveal());
            byte[] name = MapName("AUTH");
            PendingReply pending = new(command, name);
            RedisLink link = await client._links.GetAsync(cancellationToken).ConfigureAwait(false);
            await link.SendAsync(pending, cancellationToken).ConfigureAwait(false);
            RespValue reply = await WaitAsync(pending, cancellationToken).ConfigureAwait(false);
            if (reply.IsError) { throw RedisServerException.FromReply(reply, command); }
        }

        foreach (RedisClient client in family)
        {
            client.Options = client.Options with { Password = password };
            client._links.Use(client.Options);
        }
    }

    /// <summary>A client of another database of the same server, with a connection of its own; made once and closed with its parent.</summary>
    /// <param name="database">The number of the database.</param>
    /// <returns>The client; it connects when it is first used.</returns>
    public RedisClient ForDatabase(int database)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(database);
        ThrowIfClosed();
        if (database == _root.Database) { return _root; }
        lock (_root._databases!)
        {
            if (!_root._databases.TryGetValue(database, out RedisClient? client) || client._closed)
            {
                client = new RedisClient(Options with { Database = database }, _root);
                _root._databases[database] = client;
            }

            return client;
        }
    }

    /// <summary>Opens a connection of one's own for walks and mass work, in this client's database. It does not refresh keys' idle times where the server can do so.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection; dispose it.</returns>
    public Task<RedisBulkConnection> OpenBulkAsync(CancellationToken cancellationToken = default) => OpenBulkAsync(Options.OperationTimeout, cancellationToken);

    /// <summary>Opens a connection of one's own on which the server may be silent for long.</summary>
    /// <param name="silence">How long it may be silent before that counts as a failure; infinite is allowed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection; dispose it.</returns>
    public async Task<RedisBulkConnection> OpenBulkAsync(TimeSpan silence, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        RawConnection connection = await Connector.ConnectAsync(Options, silence, NoTouchAsync, cancellationToken).ConfigureAwait(false);
        return new RedisBulkConnection(connection, Endpoint, Database, _guard, Counters);
    }

    /// <summary>Asks for a snapshot of all databases as a replica would, and waits until the server begins to send it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The snapshot; dispose it.</returns>
    /// <exception cref="RedisServerException">The server refuses: NOPERM, NOMASTERLINK, LOADING, an unknown command on managed servers.</exception>
    public async Task<RedisReplicationStream> OpenReplicationAsync(CancellationToken cancellationToken = default)
    {
        // Between the signs of life that a server gives while it saves, more time passes than between replies.
        TimeSpan silence = Options.OperationTimeout > s_replicationSilence ? Options.OperationTimeout : s_replicationSilence;
        RedisBulkConnection connection = await OpenBulkAsync(silence, cancellationToken).ConfigureAwait(false);
        return await RedisReplicationStream.OpenAsync(this, connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server's name of a command, for commands that are written to a bulk connection.</summary>
    /// <param name="name">The usual name.</param>
    /// <returns>The bytes to send as the first argument.</returns>
    /// <exception cref="RedisServerException">The command map says that the command is disabled.</exception>
    public byte[] MapName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return CommandNames.Map(Options.CommandMap, name) is { } mapped
            ? Encoding.UTF8.GetBytes(mapped)
            : throw RedisServerException.FromReply(Disabled(new RedisCommand(name)));
    }

    /// <summary>Closes the client and those of the other databases; commands under way fail.</summary>
    public void Dispose()
    {
        if (_closed) { return; }
        _closed = true;
        if (_databases is not null)
        {
            RedisClient[] children;
            lock (_databases) { children = [.. _databases.Values]; }
            foreach (RedisClient child in children) { child.Dispose(); }
        }

        _links.Dispose();
    }

    /// <summary>Closes the client and those of the other databases; commands under way fail.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Where this client goes.</summary>
    /// <returns>Endpoint, database and state.</returns>
    public override string ToString() => $"{Endpoint}/{Database} ({State})";

    // A cancelled wait leaves the command in its place; its reply is thrown away when it comes.
    private static async Task<RespValue> WaitAsync(PendingReply pending, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) { return await pending.Task.ConfigureAwait(false); }
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static (state, token) => ((PendingReply)state!).Abandon(token), pending);
        return await pending.Task.ConfigureAwait(false);
    }

    private static RespValue Disabled(RedisCommand command) =>
        RespValue.FromBytes(RespType.Error, Encoding.UTF8.GetBytes($"ERR unknown command '{command.Name}': the connection's command map says that it is disabled on this server"));

    private RedisClient[] Family()
    {
        lock (_databases!) { return [this, .. _databases.Values.Where(client => !client._closed)]; }
    }

    private byte[]? Prepare(RedisCommand command, bool inPipeline)
    {
        if (CommandTable.WhyNotShared(command, inPipeline) is { } reason)
        {
            throw new RedisConfigurationException($"{command.Name.ToUpperInvariant()} cannot be sent over a shared connection: {reason}.");
        }

        _guard?.Check(command);
        return CommandNames.Map(Options.CommandMap, command.Name) is { } name ? Encoding.UTF8.GetBytes(name) : null;
    }

    // Returns why the command should be tried again: the server has not executed it, and says "not yet".
    private string? Learn(RedisCommand command, RespValue reply)
    {
        string error = reply.AsText()!;
        string code = RedisServerException.CodeOf(error);
        if (code is "LOADING" or "TRYAGAIN" or "CLUSTERDOWN" or "MASTERDOWN") { return code; }
        _root._capabilities?.Learn(command, error);
        return null;
    }

    private async Task<RespValue> SendAloneAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        // The command says itself how long it may block.
        RedisBulkConnection alone = await OpenBulkAsync(command.Timeout ?? Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        await using (alone.ConfigureAwait(false))
        {
            alone.Writer.Command(MapName(command.Name), command.Arguments);
            await alone.FlushAsync(cancellationToken).ConfigureAwait(false);
            RespValue reply = await alone.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reply.IsError) { _ = Learn(command, reply); }
            return reply;
        }
    }

    // Asks only where the server knows the answer and has not refused before: a refusal leaves a line in ACL LOG.
    private async Task NoTouchAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        if (_root._noTouchRefused || _root._capabilities is not { RedisVersion: { } version } known || version < new Version(7, 2)
            || known.Product is not (ServerProduct.Redis or ServerProduct.Valkey)
            || CommandNames.Map(Options.CommandMap, "CLIENT") is not { } client)
        {
            return;
        }

        await connection.Stream.WriteAsync(RespWriter.Encode(client, "NO-TOUCH", "ON"), cancellationToken).ConfigureAwait(false);
        RespValue reply = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reply.IsError) { _root._noTouchRefused = true; }
    }

    private async Task ReadyAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        // The clients of other databases share what the first has found out.
        if (_root != this && _root._capabilities is not null) { return; }
        _root._capabilities = await CapabilityProbe.RunAsync(connection, Options, cancellationToken).ConfigureAwait(false);
    }

    private void ThrowIfClosed()
    {
        if (_closed || _root._closed) { throw ConnectionFailures.ClosedByClient(Endpoint); }
    }
}

using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Makes keys of their parts. Each is built under a passing name and renamed: nobody sees half a key, and one that fails leaves nothing. All of it is
/// one transaction, in which the server itself notices a key that is there; where keys are replaced, the old one goes only after the new one
/// is known to be whole. Transactions are sent in windows, the next before the last one's replies are read.
/// </summary>
internal sealed class RebuildPipe(RedisClient client, RestoreTally tally, RestoreConflict conflict) : IAsyncDisposable
{
    private const int MostKeys = 200;
    private const long MostBytes = 4 << 20;

    private readonly KeyContentCommands _commands = new(client);
    private readonly byte[] _suffix = Encoding.ASCII.GetBytes($":redisps-import-{Guid.NewGuid():N}");
    private readonly byte[] _multi = client.MapName("MULTI");
    private readonly byte[] _exec = client.MapName("EXEC");
    private readonly byte[] _rename = client.MapName("RENAMENX");
    private readonly bool _replaces = conflict == RestoreConflict.Replace;
    private readonly List<(RedisKey Passing, RedisKey Key)> _built = [];
    private readonly byte[] _remove = client.MapName("DEL");
    private List<(RedisKey Key, List<RedisArgument[]> Commands)> _sent = [];
    private List<(RedisKey Key, List<RedisArgument[]> Commands)> _window = [];
    private RedisBulkConnection? _bulk;

    public async ValueTask AddAsync(int database, RedisKey key, long? expiresAt, KeyContent content, bool ignoreTimes, CancellationToken cancellationToken)
    {
        if (_bulk is null || _bulk.Database != database) { await OpenAsync(database, cancellationToken).ConfigureAwait(false); }
        RedisKey passing = new([.. key.Span, .. _suffix]);
        List<RedisArgument[]> commands = _commands.For(passing, content, expiresAt, ignoreTimes);
        if (commands.Count == 0)
        {
            tally.Skip(RestoreTally.Expired);
            return;
        }

        if (!_replaces)
        {
            commands.Add([_rename, passing, key]);
            commands.Add([_remove, passing]);
        }

        RespWriter writer = _bulk!.Writer;
        writer.Begin(1);
        writer.Argument(_multi);
        foreach (RedisArgument[] command in commands)
        {
            writer.Begin(command.Length);
            foreach (RedisArgument argument in command) { writer.Argument(argument.Bytes.Span); }
        }

        writer.Begin(1);
        writer.Argument(_exec);
        _window.Add((key, commands));
        if (_window.Count >= MostKeys || writer.BufferedBytes >= MostBytes) { await SendAsync(cancellationToken).ConfigureAwait(false); }
    }

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

    private async ValueTask OpenAsync(int database, CancellationToken cancellationToken)
    {
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        _bulk = null;
        _bulk = await client.ForDatabase(database).OpenBulkAsync(cancellationToken).ConfigureAwait(false);

        // Where MULTI is refused, what was to be in a transaction would be done at once, command by command.
        foreach (byte[] name in new[] { _multi, _exec })
        {
            _bulk.Writer.Begin(1);
            _bulk.Writer.Argument(name);
        }

        await _bulk.FlushAsync(cancellationToken).ConfigureAwait(false);
        RespValue begun = await _bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        RespValue done = await _bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (begun.IsError || done.IsError) { throw RedisServerException.FromReply(begun.IsError ? begun : done, new RedisCommand(begun.IsError ? "MULTI" : "EXEC")); }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_window.Count > 0) { await _bulk!.FlushAsync(cancellationToken).ConfigureAwait(false); }
        foreach ((RedisKey key, List<RedisArgument[]> commands) in _sent) { await ReadAsync(key, commands, cancellationToken).ConfigureAwait(false); }
        if (_built.Count > 0) { await ReplaceAsync(cancellationToken).ConfigureAwait(false); }
        _sent.Clear();
        (_sent, _window) = (_window, _sent);
    }

    private async ValueTask ReadAsync(RedisKey key, List<RedisArgument[]> commands, CancellationToken cancellationToken)
    {
        RespReader reader = _bulk!.Reader;
        KeyError? error = null;
        RespValue begun = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (begun.IsError) { error = KeyError.FromReply(key, begun.Bytes.Span, "MULTI"); }
        foreach (RedisArgument[] command in commands)
        {
            RespValue queued = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (queued.IsError) { error ??= KeyError.FromReply(key, queued.Bytes.Span, command[0].ToString()); }
        }

        RespValue done = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (error is not null || done.IsError)
        {
            tally.Fail(error ?? KeyError.FromReply(key, done.Bytes.Span, "EXEC"));
            return;
        }

        int built = done.Items.Count - (_replaces ? 0 : 2);
        for (int i = 0; i < built; i++)
        {
            if (done.Items[i].IsError) { error ??= KeyError.FromReply(key, done.Items[i].Bytes.Span, commands[i][0].ToString()); }
        }

        if (_replaces)
        {
            RedisKey passing = new([.. key.Span, .. _suffix]);
            if (error is null) { _built.Add((passing, key)); }
            else
            {
                _ = await client.ForDatabase(_bulk!.Database).SendAsync(new RedisCommand("DEL", passing), cancellationToken).ConfigureAwait(false);
                tally.Fail(error);
            }

            return;
        }

        RespValue renamed = done.Items[^2];
        if (error is not null)
        {
            await FailAsync(key, error, renamed, cancellationToken).ConfigureAwait(false);
            return;
        }

        Renamed(key, renamed);
    }

    // What was built is whole: now it takes the place of what is there.
    private async ValueTask ReplaceAsync(CancellationToken cancellationToken)
    {
        RespValue[] replies = await client.ForDatabase(_bulk!.Database).PipelineAsync([.. _built.Select(pair => new RedisCommand("RENAME", pair.Passing, pair.Key))], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++) { Renamed(_built[i].Key, replies[i]); }
        _built.Clear();
    }

    private void Renamed(RedisKey key, RespValue renamed)
    {
        if (renamed.IsError)
        {
            // Its time came while it was on its way.
            if (renamed.AsText()!.Contains("no such key", StringComparison.OrdinalIgnoreCase)) { tally.Skip(RestoreTally.Expired); }
            else { tally.Fail(KeyError.FromReply(key, renamed.Bytes.Span, "RENAME")); }
        }
        else if (renamed.Type == RespType.Integer && renamed.Integer == 0) { tally.Skip(SkipReason.TargetExists); }
        else { tally.Succeed(); }
    }

    // The server does not take back what succeeded before a command failed: half a key must not stay.
    private async ValueTask FailAsync(RedisKey key, KeyError error, RespValue renamed, CancellationToken cancellationToken)
    {
        if (!renamed.IsError && !(renamed.Type == RespType.Integer && renamed.Integer == 0))
        {
            _ = await client.ForDatabase(_bulk!.Database).SendAsync(new RedisCommand("DEL", key), cancellationToken).ConfigureAwait(false);
        }

        tally.Fail(error);
    }
}

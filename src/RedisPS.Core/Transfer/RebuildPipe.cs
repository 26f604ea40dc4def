using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Makes keys of their parts. Each is built under a passing name and renamed: nobody sees half a key, and one that fails leaves nothing. All of it is
/// one transaction, in which the server itself notices a key that is there; where keys are replaced, the old one goes only after the new one
/// is known to be whole, and what waits for that has a time to live, so that it goes by itself if it is never asked for again.
/// </summary>
internal sealed class RebuildPipe(RedisClient client, RestoreTally tally, RestoreConflict conflict) : WindowPipe<RebuiltKey>(client, tally, MostKeys)
{
    private const int MostKeys = 200;

    private static readonly TimeSpan s_waitsAtMost = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly KeyContentCommands _commands = new(client);
    private readonly byte[] _suffix = Encoding.ASCII.GetBytes($":redisps-import-{Guid.NewGuid():N}");
    private readonly byte[] _multi = client.MapName("MULTI");
    private readonly byte[] _exec = client.MapName("EXEC");
    private readonly byte[] _rename = client.MapName("RENAMENX");
    private readonly byte[] _expire = client.MapName("PEXPIRE");
    private readonly byte[] _remove = client.MapName("DEL");
    private readonly bool _replaces = conflict == RestoreConflict.Replace;
    private readonly List<RebuiltKey> _built = [];

    // What stands behind the value's own commands.
    private int Trailing => _replaces ? 1 : 2;

    public async ValueTask AddAsync(int database, RedisKey key, long? expiresAt, KeyContent content, bool ignoreTimes, CancellationToken cancellationToken)
    {
        RespWriter writer = await WriterAsync(database, cancellationToken).ConfigureAwait(false);
        RedisKey passing = Passing(key);
        List<RedisArgument[]> commands = _commands.For(passing, content, _replaces ? null : expiresAt, ignoreTimes);
        if (commands.Count == 0)
        {
            Tally.Skip(RestoreTally.Expired);
            return;
        }

        if (commands.Exists(command => Tally.IsRefused(command[0].ToString())) || (_replaces && Tally.IsRefused(TimeCommand(expiresAt))))
        {
            Tally.Fail();
            return;
        }

        if (_replaces) { commands.Add([_expire, passing, (long)s_waitsAtMost.TotalMilliseconds]); }
        else
        {
            commands.Add([_rename, passing, key]);
            commands.Add([_remove, passing]);
        }

        writer.Begin(1);
        writer.Argument(_multi);
        foreach (RedisArgument[] command in commands)
        {
            writer.Begin(command.Length);
            foreach (RedisArgument argument in command) { writer.Argument(argument.Bytes.Span); }
        }

        writer.Begin(1);
        writer.Argument(_exec);
        await WrittenAsync(new RebuiltKey(key, expiresAt, commands), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes away at once what waits to replace a key, if the server can be reached; else its time to live does.</summary>
    public async Task AbandonAsync()
    {
        RedisArgument[] left = _replaces ? [.. Unanswered.Select(built => (RedisArgument)Passing(built.Key))] : [];
        if (left.Length == 0) { return; }
        using CancellationTokenSource patience = new(s_patience);
        try { await RemoveAsync(left, patience.Token).ConfigureAwait(false); }
        catch (Exception e) when (e is RedisException or OperationCanceledException)
        {
            // Whoever called has the reason already: a server that is gone or blocked.
        }
    }

    protected override async ValueTask OpenedAsync(CancellationToken cancellationToken) =>
        await TransactionProof.RequireAsync(Bulk, _multi, _exec, cancellationToken).ConfigureAwait(false);

    protected override async ValueTask ReadAsync(List<RebuiltKey> sent, CancellationToken cancellationToken)
    {
        foreach (RebuiltKey built in sent) { await ReadAsync(built, cancellationToken).ConfigureAwait(false); }
        if (_built.Count > 0) { await ReplaceAsync(cancellationToken).ConfigureAwait(false); }
    }

    private async ValueTask ReadAsync(RebuiltKey built, CancellationToken cancellationToken)
    {
        RespReader reader = Bulk.Reader;
        (RedisKey key, _, List<RedisArgument[]> commands) = built;
        int own = commands.Count - Trailing;
        KeyError? error = null;
        bool someNeedIt = false;
        RespValue begun = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (begun.IsError) { error = KeyError.FromReply(key, begun.Bytes.Span, "MULTI"); }
        for (int i = 0; i < commands.Count; i++)
        {
            RespValue queued = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (queued.IsError && error is null) { (error, someNeedIt) = (KeyError.FromReply(key, queued.Bytes.Span, commands[i][0].ToString()), i < own); }
        }

        RespValue done = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (error is not null || done.IsError)
        {
            Tally.Fail(error ?? KeyError.FromReply(key, done.Bytes.Span, "EXEC"), someNeedIt);
            return;
        }

        for (int i = 0; i < own; i++)
        {
            if (done.Items[i].IsError) { error ??= KeyError.FromReply(key, done.Items[i].Bytes.Span, commands[i][0].ToString()); }
        }

        if (_replaces)
        {
            if (error is null) { _built.Add(built); }
            else
            {
                await RemoveAsync([Passing(key)], cancellationToken).ConfigureAwait(false);
                Tally.Fail(error, someNeedIt: true);
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

    // What was built is whole: it gets the time it is to have and takes the place of what is there, both or neither.
    private async ValueTask ReplaceAsync(CancellationToken cancellationToken)
    {
        RedisCommand[] commands = [.. _built.SelectMany(built => (RedisCommand[])[new("MULTI"), Time(built), new("RENAME", Passing(built.Key), built.Key), new("EXEC")])];
        RespValue[] replies = await Client.ForDatabase(Bulk.Database).PipelineAsync(commands, cancellationToken).ConfigureAwait(false);
        List<RedisArgument> left = [];
        for (int i = 0; i < _built.Count; i++)
        {
            (RedisKey key, long? expiresAt, _) = _built[i];
            RespValue done = replies[(4 * i) + 3];
            RespValue renamed = done.IsError ? done : done.Items[^1];
            if (renamed.IsError) { left.Add(Passing(key)); }
            if (replies[(4 * i) + 1] is { IsError: true } timed) { Tally.Fail(KeyError.FromReply(key, timed.Bytes.Span, TimeCommand(expiresAt)), someNeedIt: true); }
            else { Renamed(key, replies[(4 * i) + 2] is { IsError: true } refused ? refused : renamed); }
        }

        if (left.Count > 0) { await RemoveAsync([.. left], cancellationToken).ConfigureAwait(false); }
        _built.Clear();
    }

    private static string TimeCommand(long? expiresAt) => expiresAt is null ? "PERSIST" : "PEXPIREAT";

    private RedisCommand Time(RebuiltKey built) =>
        built.ExpiresAt is { } at ? new RedisCommand(TimeCommand(at), Passing(built.Key), at) : new RedisCommand(TimeCommand(null), Passing(built.Key));

    private void Renamed(RedisKey key, RespValue renamed)
    {
        if (renamed.IsError)
        {
            // Its time came while it was on its way.
            if (renamed.AsText()!.Contains("no such key", StringComparison.OrdinalIgnoreCase)) { Tally.Skip(RestoreTally.Expired); }
            else { Tally.Fail(KeyError.FromReply(key, renamed.Bytes.Span, "RENAME")); }
        }
        else if (renamed.Type == RespType.Integer && renamed.Integer == 0) { Tally.Skip(SkipReason.TargetExists); }
        else { Tally.Succeed(); }
    }

    // The server does not take back what succeeded before a command failed: half a key must not stay.
    private async ValueTask FailAsync(RedisKey key, KeyError error, RespValue renamed, CancellationToken cancellationToken)
    {
        if (!renamed.IsError && !(renamed.Type == RespType.Integer && renamed.Integer == 0))
        {
            await RemoveAsync([key], cancellationToken).ConfigureAwait(false);
        }

        Tally.Fail(error, someNeedIt: true);
    }

    private RedisKey Passing(RedisKey key) => new([.. key.Span, .. _suffix]);

    private async Task RemoveAsync(RedisArgument[] keys, CancellationToken cancellationToken) =>
        _ = await Client.ForDatabase(Bulk.Database).SendAsync(new RedisCommand("DEL", keys), cancellationToken).ConfigureAwait(false);
}

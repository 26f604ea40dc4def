using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Makes keys of their parts. Each is built under a passing name and renamed: nobody sees half a key, and one that fails leaves nothing. All of it is
/// one transaction, in which the server itself notices a key that is there; where keys are replaced, the old one goes only after the new one
/// is known to be whole.
/// </summary>
internal sealed class RebuildPipe(RedisClient client, RestoreTally tally, RestoreConflict conflict) : WindowPipe<(RedisKey Key, List<RedisArgument[]> Commands)>(client, tally, MostKeys)
{
    private const int MostKeys = 200;

    private readonly KeyContentCommands _commands = new(client);
    private readonly byte[] _suffix = Encoding.ASCII.GetBytes($":redisps-import-{Guid.NewGuid():N}");
    private readonly byte[] _multi = client.MapName("MULTI");
    private readonly byte[] _exec = client.MapName("EXEC");
    private readonly byte[] _rename = client.MapName("RENAMENX");
    private readonly bool _replaces = conflict == RestoreConflict.Replace;
    private readonly List<(RedisKey Passing, RedisKey Key)> _built = [];
    private readonly byte[] _remove = client.MapName("DEL");

    public async ValueTask AddAsync(int database, RedisKey key, long? expiresAt, KeyContent content, bool ignoreTimes, CancellationToken cancellationToken)
    {
        RespWriter writer = await WriterAsync(database, cancellationToken).ConfigureAwait(false);
        RedisKey passing = Passing(key);
        List<RedisArgument[]> commands = _commands.For(passing, content, expiresAt, ignoreTimes);
        if (commands.Count == 0)
        {
            Tally.Skip(RestoreTally.Expired);
            return;
        }

        if (!_replaces)
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
        await WrittenAsync((key, commands), cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask OpenedAsync(CancellationToken cancellationToken) =>
        await TransactionProof.RequireAsync(Bulk, _multi, _exec, cancellationToken).ConfigureAwait(false);

    protected override async ValueTask ReadAsync(List<(RedisKey Key, List<RedisArgument[]> Commands)> sent, CancellationToken cancellationToken)
    {
        foreach ((RedisKey key, List<RedisArgument[]> commands) in sent) { await ReadAsync(key, commands, cancellationToken).ConfigureAwait(false); }
        if (_built.Count > 0) { await ReplaceAsync(cancellationToken).ConfigureAwait(false); }
    }

    private async ValueTask ReadAsync(RedisKey key, List<RedisArgument[]> commands, CancellationToken cancellationToken)
    {
        RespReader reader = Bulk.Reader;
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
            Tally.Fail(error ?? KeyError.FromReply(key, done.Bytes.Span, "EXEC"));
            return;
        }

        int built = done.Items.Count - (_replaces ? 0 : 2);
        for (int i = 0; i < built; i++)
        {
            if (done.Items[i].IsError) { error ??= KeyError.FromReply(key, done.Items[i].Bytes.Span, commands[i][0].ToString()); }
        }

        if (_replaces)
        {
            if (error is null) { _built.Add((Passing(key), key)); }
            else
            {
                await RemoveAsync([Passing(key)], cancellationToken).ConfigureAwait(false);
                Tally.Fail(error);
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
        RespValue[] replies = await Client.ForDatabase(Bulk.Database).PipelineAsync([.. _built.Select(pair => new RedisCommand("RENAME", pair.Passing, pair.Key))], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < replies.Length; i++) { Renamed(_built[i].Key, replies[i]); }
        RedisArgument[] left = [.. _built.Where((_, i) => replies[i].IsError).Select(pair => (RedisArgument)pair.Passing)];
        if (left.Length > 0) { await RemoveAsync(left, cancellationToken).ConfigureAwait(false); }
        _built.Clear();
    }

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

        Tally.Fail(error);
    }

    private RedisKey Passing(RedisKey key) => new([.. key.Span, .. _suffix]);

    private async Task RemoveAsync(RedisArgument[] keys, CancellationToken cancellationToken) =>
        _ = await Client.ForDatabase(Bulk.Database).SendAsync(new RedisCommand("DEL", keys), cancellationToken).ConfigureAwait(false);
}

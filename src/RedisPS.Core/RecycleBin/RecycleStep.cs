using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>
/// Removes keys that can be brought back: each batch is read with DUMP, brought to disk, and only then removed, in a transaction that
/// takes place only if none of its keys was changed since it was read. What keeps changing is taken in smaller batches.
/// </summary>
public sealed class RecycleStep : MassStep, IDisposable
{
    // WATCH looks at every key that is watched already, so that a batch costs the square of its keys.
    private const int MostKeys = 250;
    private const int MostAttempts = 8;

    private readonly RecycleFolder _folder;
    private readonly BatchWeight _weight = new(MostKeys);
    private RecycleJournal? _journal;
    private RecycleCommands _commands = null!;
    private bool _blocks;
    private bool _absolute;

    /// <summary>Makes the step.</summary>
    /// <param name="folder">Where the keys are kept.</param>
    public RecycleStep(RecycleFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder;
    }

    /// <summary>Use DEL, which frees the memory before it answers. It is used anyway where UNLINK does not exist.</summary>
    public bool Blocking { get; init; }

    /// <inheritdoc/>
    public override string Action => "Remove";

    /// <summary>The largest value that is taken out.</summary>
    internal int LargestPayload { get; init; } = DumpPayload.Largest;

    internal override bool Overlaps => false;

    internal override bool LimitsBatch => true;

    internal override int BatchSize => _weight.Keys;

    internal override bool Frees => true;

    /// <summary>Closes the journal. One that was not ended is good up to its last batch.</summary>
    public void Dispose()
    {
        _journal?.Dispose();
        _journal = null;
    }

    internal override void Prepare(RedisClient client, TimeProvider time)
    {
        _absolute = client.Capabilities.Supports("PEXPIRETIME");
        _blocks = Blocking || !client.Capabilities.Supports("UNLINK");
        _commands = new RecycleCommands(client, _absolute ? "PEXPIRETIME" : "PTTL", _blocks ? "DEL" : "UNLINK");
    }

    internal override void Write(StepContext context, StepBatch batch)
    {
        // What is sent depends on what was read: all of it happens in ReadAsync.
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        Queue<(List<PlannedKey> Keys, int Attempt)> open = new([(batch.Keys, 1)]);
        long bytes = 0;
        while (open.TryDequeue(out (List<PlannedKey> Keys, int Attempt) part))
        {
            (List<PlannedKey> victims, long read) = await SaveAsync(context, part.Keys, cancellationToken).ConfigureAwait(false);
            bytes += read;
            if (victims.Count == 0) { continue; }
            List<PlannedKey> again = await RemoveAsync(context, victims, cancellationToken).ConfigureAwait(false);
            Again(context, again, part.Attempt, open);
        }

        _weight.Weighed(batch.Count, bytes);
    }

    internal override ValueTask EndAsync(StepContext context, CancellationToken cancellationToken)
    {
        _journal?.End();
        return default;
    }

    // Two halves next time: one key that is written to all the time does not keep the others.
    private static void Again(StepContext context, List<PlannedKey> keys, int attempt, Queue<(List<PlannedKey> Keys, int Attempt)> open)
    {
        if (keys.Count == 0) { return; }
        if (keys.Count > 1)
        {
            int half = keys.Count / 2;
            open.Enqueue((keys[..half], 1));
            open.Enqueue((keys[half..], 1));
        }
        else if (attempt < MostAttempts) { open.Enqueue((keys, attempt + 1)); }
        else { context.Fail(keys[0], new KeyError(keys[0].Key, "CHANGED", "The key was changed each time between being kept and being removed; it stays.", "EXEC")); }
    }

    // Watches and reads the keys, and brings them to disk. What cannot be read stays.
    private async Task<(List<PlannedKey> Victims, long Bytes)> SaveAsync(StepContext context, List<PlannedKey> keys, CancellationToken cancellationToken)
    {
        if (_journal is null)
        {
            await _commands.RequireTransactionsAsync(context.Connection, cancellationToken).ConfigureAwait(false);
            _journal = Open(context);
        }

        foreach (PlannedKey key in keys) { _commands.Look(context.Writer, key.Key); }
        await context.Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        List<PlannedKey> victims = new(keys.Count);
        List<(PlannedKey Key, KeyError? Error)> left = [];
        long bytes = 0;
        foreach (PlannedKey key in keys)
        {
            RespValue watched = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            RespValue expiry = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            RespValue dump = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (watched.IsError) { left.Add((key, KeyError.FromReply(key.Key, watched.Bytes.Span, "WATCH"))); }
            else if (dump.IsError) { left.Add((key, KeyError.FromReply(key.Key, dump.Bytes.Span, "DUMP"))); }
            else if (expiry.IsError) { left.Add((key, KeyError.FromReply(key.Key, expiry.Bytes.Span, _absolute ? "PEXPIRETIME" : "PTTL"))); }
            else if (dump.Bytes.Length > LargestPayload) { left.Add((key, DumpPayload.TooLarge(key.Key, "it stays", "DUMP"))); }
            else if (dump.IsNull) { left.Add((key, expiry.AsInteger() > -2 && context.Client.Capabilities.Product == ServerProduct.Garnet ? ExportStep.NotDumped(context.Client, key.Key) : null)); }
            else
            {
                long at = expiry.AsInteger();
                _journal.Add(context.Client.Database, key.Key, at < 0 ? null : _absolute ? at : context.Time.GetUtcNow().ToUnixTimeMilliseconds() + at, dump.Bytes.Span);
                bytes += dump.Bytes.Length;
                victims.Add(key);
            }
        }

        if (victims.Count > 0) { _journal.Commit(); }
        else
        {
            _commands.Unwatch(context.Writer);
            await context.Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            _ = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            foreach ((PlannedKey key, KeyError? error) in left)
            {
                if (error is null) { context.Skip(key, SkipReason.Gone); }
                else { context.Fail(key, error); }
            }
        }
        catch (RedisException) when (victims.Count > 0)
        {
            // It ends here: the others of the batch stay, too.
            _journal.Void();
            throw;
        }

        return (victims, bytes);
    }

    // Removes them as one transaction; returns those that are to be tried again.
    private async Task<List<PlannedKey>> RemoveAsync(StepContext context, List<PlannedKey> keys, CancellationToken cancellationToken)
    {
        _commands.Remove(context.Writer, keys);
        await context.Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        RespReader reader = context.Connection.Reader;
        RespValue begun = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        List<PlannedKey> again = [];
        List<(PlannedKey Key, KeyError Error)> refused = [];
        foreach (PlannedKey key in keys)
        {
            RespValue queued = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (queued.IsError) { refused.Add((key, KeyError.FromReply(key.Key, queued.Bytes.Span, _blocks ? "DEL" : "UNLINK"))); }
            else { again.Add(key); }
        }

        RespValue done = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (begun.IsError || done.IsError || done.IsNull)
        {
            _journal!.Void();
            RespValue cause = begun.IsError ? begun : done;
            if (begun.IsError || (done.IsError && refused.Count == 0)) { refused = [.. keys.Select(key => (key, KeyError.FromReply(key.Key, cause.Bytes.Span, "EXEC")))]; }
            foreach ((PlannedKey key, KeyError error) in refused) { context.Fail(key, error); }
            return refused.Count == keys.Count ? [] : again;
        }

        for (int i = 0; i < keys.Count; i++)
        {
            RespValue removed = done.Items[i];
            if (removed.IsError) { context.Fail(keys[i], removed.Bytes.Span, _blocks ? "DEL" : "UNLINK"); }
            else if (removed.AsInteger() > 0) { context.Succeed(keys[i]); }
            else { context.Skip(keys[i], SkipReason.Gone); }
        }

        return [];
    }

    private RecycleJournal Open(StepContext context)
    {
        context.KeepIn(_folder.Path);
        return new RecycleJournal(_folder, HeaderOf(context));
    }

    private static KeyFileHeader HeaderOf(StepContext context) => new()
    {
        Kind = KeyFileHeader.RecycleKind,
        Server = context.Client.Endpoint.ToString(),
        ConnectionName = context.ConnectionName,
        Product = context.Client.Capabilities.Product.ToString(),
        Version = context.Client.Capabilities.VersionText,
        CreatedAt = context.Time.GetUtcNow(),
        OperationId = context.OperationId,
        Database = context.Client.Database,
    };
}

using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Removes keys: UNLINK, many keys in one command where keys come from a walk, one a key where each key's outcome is asked for.
/// The server frees large values in the background. A key that is gone already is skipped, not failed.
/// </summary>
public sealed class RemoveStep : KeyStep
{
    // DEL of a thousand large hashes stalls everybody for a quarter of a second.
    private const int BlockingBatch = 100;

    private byte[] _name = [];
    private bool _blocks;

    /// <summary>Use DEL, which frees the memory before it answers and blocks the server meanwhile. It is used anyway where UNLINK does not exist.</summary>
    public bool Blocking { get; init; }

    /// <inheritdoc/>
    public override string Action => "Remove";

    internal override int BatchSize => _blocks ? BlockingBatch : base.BatchSize;

    internal override bool Frees => true;

    internal override void Prepare(RedisClient client, TimeProvider time)
    {
        _blocks = Blocking || !client.Capabilities.Supports("UNLINK");
        _name = client.MapName(_blocks ? "DEL" : "UNLINK");
    }

    internal override void Write(StepContext context, StepBatch batch)
    {
        if (batch.Exact)
        {
            base.Write(context, batch);
            return;
        }

        RespWriter writer = context.Writer;
        writer.Begin(batch.Count + 1);
        writer.Argument(_name);
        foreach (PlannedKey key in batch.Keys) { writer.Argument(key.Key.Span); }
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Exact)
        {
            await base.ReadAsync(context, batch, cancellationToken).ConfigureAwait(false);
            return;
        }

        RespValue reply = await context.Connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reply.IsError)
        {
            // Nothing of the command was done.
            KeyError error = KeyError.FromReply(batch.Keys[0].Key, reply.Bytes.Span, Action);
            if (error.IsHopeless)
            {
                context.FailMany(batch.Count, error);
                throw error.ToException();
            }

            // One key that may not be touched refuses the others with it.
            context.Again.Enqueue(batch.Keys);
            return;
        }

        long removed = reply.AsInteger();
        context.SucceedMany(removed);
        context.SkipMany(batch.Count - removed, SkipReason.Gone);
    }

    private protected override void Write(StepContext context, in PlannedKey key)
    {
        context.Writer.Begin(2);
        context.Writer.Argument(_name);
        context.Writer.Argument(key.Key.Span);
    }

    private protected override void Judge(StepContext context, in PlannedKey key, in RespScalar reply)
    {
        if (reply.Integer > 0) { context.Succeed(key); }
        else { context.Skip(key, SkipReason.Gone); }
    }
}

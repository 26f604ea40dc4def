using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>A step with one command and one scalar reply a key.</summary>
public abstract class KeyStep : MassStep
{
    private protected KeyStep()
    {
    }

    internal override bool ReadsToTheEnd => true;

    internal override void Write(StepContext context, StepBatch batch)
    {
        foreach (PlannedKey key in batch.Keys) { Write(context, key); }
    }

    internal override async ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken)
    {
        int done = 0;
        RedisServerException? end = null;
        while (!ReadBuffered(context, batch, ref done, ref end)) { await context.Connection.Reader.FillAsync(cancellationToken).ConfigureAwait(false); }
        if (end is not null) { throw end; }
    }

    private protected abstract void Write(StepContext context, in PlannedKey key);

    /// <summary>Whether a command was written for this key.</summary>
    private protected virtual bool Sends(in PlannedKey key) => true;

    /// <summary>Tallies a reply that is not an error.</summary>
    private protected abstract void Judge(StepContext context, in PlannedKey key, in RespScalar reply);

    /// <summary>Tallies an error.</summary>
    private protected virtual void JudgeError(StepContext context, in PlannedKey key, ReadOnlySpan<byte> error) => context.Fail(key, error, Action);

    private bool ReadBuffered(StepContext context, StepBatch batch, ref int done, ref RedisServerException? end)
    {
        RespReader reader = context.Connection.Reader;
        for (; done < batch.Count; done++)
        {
            PlannedKey key = batch.Keys[done];
            if (!Sends(key)) { continue; }
            if (!reader.TryReadScalar(out RespScalar reply)) { return false; }
            if (reply.Type != RespType.Error)
            {
                Judge(context, key, reply);
                continue;
            }

            // What ends the operation ends it behind this batch: all of it was sent, and what became of each key is counted.
            try { JudgeError(context, key, reply.Bytes); }
            catch (RedisServerException e) { end ??= e; }
        }

        return true;
    }
}

using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>What is done to each key of a mass operation. A new operation is a new step; the engine around it stays the same.</summary>
public abstract class MassStep
{
    private protected MassStep()
    {
    }

    /// <summary>One word for results and progress.</summary>
    public abstract string Action { get; }

    /// <summary>Whether the step changes which keys a walk would find, so that all must be known before the first is touched.</summary>
    internal virtual bool NeedsPlan => false;

    /// <summary>Whether the next batch may be sent before this one's replies are read.</summary>
    internal virtual bool Overlaps => true;

    /// <summary>Whether a batch is read to its end also where an error ends the operation, so that the one sent behind it can be counted, too.</summary>
    internal virtual bool ReadsToTheEnd => false;

    /// <summary>How many keys suit one batch.</summary>
    internal virtual int BatchSize => 1000;

    /// <summary>Whether <see cref="BatchSize"/> holds also where another was asked for, because values come to the client.</summary>
    internal virtual bool LimitsBatch => false;

    /// <summary>Whether FreedBytes means anything.</summary>
    internal virtual bool Frees => false;

    /// <summary>Refuses what cannot be done here, before anything is changed.</summary>
    internal virtual void Prepare(RedisClient client, TimeProvider time)
    {
    }

    /// <summary>Refuses a plan that cannot be carried out as a whole.</summary>
    internal virtual Task CheckAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The new names of a plan's keys that are taken; null where there are none, no new names, or <see cref="CheckAsync"/> has refused them.</summary>
    internal virtual Task<TakenNames?> TakenAsync(RedisClient client, KeyPlan plan, CancellationToken cancellationToken) => Task.FromResult<TakenNames?>(null);

    /// <summary>Writes the commands of a batch.</summary>
    internal abstract void Write(StepContext context, StepBatch batch);

    /// <summary>Reads their replies, and tallies what became of each key.</summary>
    internal abstract ValueTask ReadAsync(StepContext context, StepBatch batch, CancellationToken cancellationToken);

    /// <summary>Called after the last batch; not when the operation ended with an exception.</summary>
    internal virtual ValueTask EndAsync(StepContext context, CancellationToken cancellationToken) => default;
}

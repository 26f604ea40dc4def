using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Which keys a mass operation works on.</summary>
public abstract class KeySource
{
    private KeySource()
    {
    }

    /// <summary>The keys that a walk finds while the operation runs.</summary>
    /// <param name="query">Which keys.</param>
    /// <returns>The source.</returns>
    public static KeySource Walk(KeyQuery query) => new WalkSource(query ?? throw new ArgumentNullException(nameof(query)));

    /// <summary>These keys, in this order. They are pulled as the work goes on.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>The source.</returns>
    public static KeySource Keys(IEnumerable<RedisKey> keys) => new GivenSource(keys ?? throw new ArgumentNullException(nameof(keys)));

    /// <summary>Exactly the keys of a plan.</summary>
    /// <param name="plan">The plan; it stays the caller's to dispose.</param>
    /// <returns>The source.</returns>
    public static KeySource Plan(KeyPlan plan) => new PlanSource(plan ?? throw new ArgumentNullException(nameof(plan)));

    internal sealed class WalkSource(KeyQuery query) : KeySource
    {
        public KeyQuery Query { get; } = query;
    }

    internal sealed class GivenSource(IEnumerable<RedisKey> keys) : KeySource
    {
        public IEnumerable<RedisKey> Given { get; } = keys;
    }

    internal sealed class PlanSource(KeyPlan plan) : KeySource
    {
        public KeyPlan Planned { get; } = plan;
    }
}

using RedisPS.Core.Configuration;

namespace RedisPS.Core.Memory;

/// <summary>What another eviction policy would do.</summary>
public sealed class EvictionPolicyPlan
{
    internal EvictionPolicyPlan(RedisMaxMemory state, string policy, ConfigPlan change, IReadOnlyDictionary<string, string> wanted)
    {
        State = state;
        Policy = policy;
        Change = change;
        Wanted = wanted;
        Warnings = [.. Find()];
    }

    /// <summary>The limit, and what is in use.</summary>
    public RedisMaxMemory State { get; }

    /// <summary>The new policy.</summary>
    public string Policy { get; }

    /// <summary>Whether it would be another one.</summary>
    public bool IsChange => !string.Equals(State.EvictionPolicy, Policy, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether anything would be another one, the number of samples too.</summary>
    public bool IsDifferent => Wanted.Any(setting => !string.Equals(Settings.GetValueOrDefault(setting.Key), setting.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the configuration file would be written.</summary>
    public bool NeedsRewrite => Change.NeedsRewrite;

    /// <summary>Whether keys would be lost or writes fail at once: the server is beyond its limit now.</summary>
    public bool IsDangerous => IsChange && State.ExcessBytes > 0;

    /// <summary>What would happen that may not be wanted.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The question: from what to what, and what comes of it.</summary>
    public override string ToString() =>
        $"Set on {State.Server}: {string.Join("; ", Wanted.Select(setting => $"{setting.Key} from '{Settings.GetValueOrDefault(setting.Key)}' to '{setting.Value}'"))}."
        + string.Concat(Warnings.Select(warning => " " + warning));

    internal ConfigPlan Change { get; }

    internal IReadOnlyDictionary<string, string> Settings => Change.Before;

    internal IReadOnlyDictionary<string, string> Wanted { get; }

    private IEnumerable<string> Find()
    {
        if (!IsChange)
        {
            yield break;
        }

        bool isVolatile = Policy.StartsWith("volatile-", StringComparison.OrdinalIgnoreCase);
        if (isVolatile && State.ExpiringCount == 0)
        {
            yield return State.KeyCount == 0
                ? $"{Policy} evicts keys with an expiry only: keys written without one make writes fail with OOM at the limit."
                : $"No key has an expiry, so {Policy} has nothing to evict: writes fail with OOM at the limit, as with noeviction.";
        }
        else if (isVolatile && State.ExpiringCount is null)
        {
            yield return $"How many keys have an expiry is not known (the user may not run INFO); without any, {Policy} evicts nothing and writes fail with OOM at the limit.";
        }

        if (IsDangerous)
        {
            string over = $"{ByteSize.Format(State.ExcessBytes!.Value)} more than maxmemory are in use now";
            if (Policy == "noeviction")
            {
                yield return $"{over}: writes will fail with OOM at once.";
            }
            else if (!isVolatile || State.ExpiringCount > 0)
            {
                yield return $"{over}: keys will be evicted at once.";
            }
        }

        // The 24 bits that every key has are either a time or a counter.
        if (IsFrequency(Policy) != IsFrequency(State.EvictionPolicy ?? Policy) && State.EvictionPolicy != "noeviction" && Policy != "noeviction")
        {
            yield return "What the server has noted about the use of keys so far means nothing to the new policy; it takes a while until it chooses well.";
        }
    }

    private static bool IsFrequency(string policy) => policy.EndsWith("-lfu", StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.Memory;

/// <summary>What a new memory limit would do.</summary>
public sealed class MaxMemoryPlan
{
    internal const string IgnoreSetting = "replica-ignore-maxmemory";

    internal MaxMemoryPlan(RedisMaxMemory current, long bytes, ConfigPlan settings)
    {
        Current = current;
        Bytes = bytes;
        Settings = settings;
        ExcessBytes = current.CountedBytes is { } counted ? bytes == 0 ? 0 : Math.Max(0, counted - bytes) : null;
        Warnings = [.. Find()];
    }

    /// <summary>What there is now.</summary>
    public RedisMaxMemory Current { get; }

    /// <summary>The new limit; 0 is none.</summary>
    public long Bytes { get; }

    /// <summary>How much more is in use than the new limit allows; null when that is not known.</summary>
    public long? ExcessBytes { get; }

    /// <summary>Whether the limit would be another one.</summary>
    public bool IsChange => Bytes != Current.MaxMemoryBytes;

    /// <summary>Whether keys would be lost or writes fail at once. A limit that is in force already does nothing new.</summary>
    public bool IsDangerous => IsChange && ExcessBytes > 0 && !IsIgnored;

    /// <summary>Whether the configuration file would be written.</summary>
    public bool NeedsRewrite => Settings.NeedsRewrite;

    /// <summary>What would happen that may not be wanted.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The question: from what to what, and what comes of it.</summary>
    public override string ToString() =>
        $"Set maxmemory of {Current.Server} from {RedisMaxMemory.Limit(Current.MaxMemoryBytes)} to {RedisMaxMemory.Limit(Bytes)}{(Current.UsedText.Length == 0 ? "" : $" ({Current.UsedText} in use)")}."
        + string.Concat(Warnings.Select(warning => " " + warning));

    internal ConfigPlan Settings { get; }

    // Only a replica that says so ignores its limit; servers before Redis 5.0 have no such setting and obey it.
    private bool IsIgnored => Current.IsReplica && Settings.Before.GetValueOrDefault(IgnoreSetting) == "yes";

    private IEnumerable<string> Find()
    {
        if (IsDangerous)
        {
            yield return Excess(ExcessBytes!.Value);
        }

        if (Current.CountedBytes is null && Bytes > 0)
        {
            yield return "How much is in use is not known (the user may not run INFO), so it cannot be said whether keys would be evicted or writes fail.";
        }

        if (Bytes > Current.SystemBytes)
        {
            yield return $"That is more than the machine has ({ByteSize.Format(Current.SystemBytes.Value)}).";
        }

        if (Current.IsReplica && Bytes > 0)
        {
            yield return IsIgnored
                ? $"This is a replica, which ignores maxmemory ({IgnoreSetting} is yes): the limit acts once it is a primary."
                : $"This is a replica that does not ignore maxmemory ({IgnoreSetting} is no): at its limit it has other keys than its primary.";
        }

        if (Bytes == 0 && Current.Is32Bit)
        {
            yield return "A 32-bit server without a limit stops at 3 GB.";
        }
    }

    private string Excess(long excess)
    {
        string over = $"{ByteSize.Format(excess)} more than that are in use";
        string policy = Current.EvictionPolicy ?? "";
        if (policy is "noeviction" or "")
        {
            return $"{over}: writes will fail with OOM until as much is freed{(policy.Length == 0 ? ", or keys are evicted, depending on the policy" : ", for the policy is noeviction")}.";
        }

        if (policy.StartsWith("volatile-", StringComparison.Ordinal))
        {
            return Current.ExpiringCount switch
            {
                0 => $"{over}, and no key has an expiry that {policy} could evict: writes will fail with OOM until as much is freed.",
                null => $"{over}: keys with an expiry will be evicted at once ({policy}); if they are not enough, writes will fail with OOM.",
                { } expiring => Invariant($"{over}: keys with an expiry ({expiring:N0} of {Current.KeyCount:N0} keys) will be evicted at once ({policy}); if they are not enough, writes will fail with OOM."),
            };
        }

        if (Bytes <= Current.OverheadBytes)
        {
            return $"{over}, and the server itself takes {ByteSize.Format(Current.OverheadBytes.Value)} without any data: every key will be evicted ({policy}), and writes will fail with OOM.";
        }

        long data = Current.CountedBytes!.Value - (Current.OverheadBytes ?? 0);
        return Current.KeyCount is > 0 and { } keys && data > 0
            ? Invariant($"{over}: about {Math.Min(keys, (long)Math.Ceiling((double)excess / data * keys)):N0} of {keys:N0} keys will be evicted at once ({policy}).")
            : $"{over}: keys will be evicted at once ({policy}).";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

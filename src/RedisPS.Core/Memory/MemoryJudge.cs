using System.Globalization;

namespace RedisPS.Core.Memory;

/// <summary>
/// Says what the numbers mean. A ratio alone never decides: resident memory over memory in use is far above 1 on an empty server
/// and after a peak, and below 1 also without swapping, so each judgement looks at bytes too.
/// </summary>
public static class MemoryJudge
{
    private const long Large = RedisMemoryStat.SmallestMeaningful;

    /// <summary>Judges.</summary>
    /// <param name="stat">The numbers.</param>
    /// <param name="is32Bit">Whether the server is a 32-bit build, where no limit means 3 GB.</param>
    public static IReadOnlyList<MemoryVerdict> Judge(RedisMemoryStat stat, bool is32Bit)
    {
        ArgumentNullException.ThrowIfNull(stat);
        MemoryVerdict?[] all = [Limit(stat, is32Bit), SystemMemory(stat), Fragmentation(stat), Swap(stat), Eviction(stat), Clients(stat), LazyFree(stat)];
        return all.OfType<MemoryVerdict>().ToArray();
    }

    private static MemoryVerdict? Limit(RedisMemoryStat stat, bool is32Bit)
    {
        const string Name = "Limit";
        switch (stat.MaxMemoryBytes)
        {
            case null:
                return null;
            case 0 when is32Bit:
                return new(Name, VerdictLevel.Notice, "There is no maxmemory; a 32-bit server stops at 3 GB.", "Set-RedisMaxMemory");
            case 0 when stat.SystemPercent > 60:
                return new(Name, VerdictLevel.Warning, Invariant($"There is no maxmemory, and the server has {stat.SystemPercent}% of the machine's memory."), "Set a limit with Set-RedisMaxMemory before the operating system ends the process.");
            case 0:
                return new(Name, VerdictLevel.Notice, "There is no maxmemory: the server grows until the operating system stops it.", "Set-RedisMaxMemory");
        }

        string share = Invariant($"{stat.UsedPercent}% of maxmemory ({stat.MaxMemoryText}) is in use");
        bool refuses = stat.EvictionPolicy == "noeviction";
        return stat.UsedPercent switch
        {
            >= 100 when refuses => new(Name, VerdictLevel.Critical, share + ": writes fail with OOM.", "Free keys, raise maxmemory, or choose an eviction policy."),
            >= 90 when refuses => new(Name, VerdictLevel.Warning, share + "; at 100% writes fail, for the policy is noeviction.", "Free keys, raise maxmemory, or choose an eviction policy."),
            >= 80 when refuses => new(Name, VerdictLevel.Notice, share + "; at 100% writes fail, for the policy is noeviction.", ""),

            // A cache lives at its limit.
            >= 90 => new(Name, VerdictLevel.Notice, $"{share}; keys are evicted ({stat.EvictionPolicy}).", ""),
            _ => new(Name, VerdictLevel.Ok, share + ".", ""),
        };
    }

    private static MemoryVerdict? SystemMemory(RedisMemoryStat stat)
    {
        const string Name = "SystemMemory";
        return stat switch
        {
            { SystemBytes: null or 0 } => null,
            { MaxMemoryBytes: { } limit } when limit > stat.SystemBytes => new(Name, VerdictLevel.Warning, $"maxmemory ({stat.MaxMemoryText}) is more than the machine has ({stat.SystemText}).", "Lower it with Set-RedisMaxMemory -PercentOfSystem."),
            { SystemPercent: > 80 } => new(Name, VerdictLevel.Warning, Invariant($"The server has {stat.SystemPercent}% of the machine's memory; a save may need as much again."), "Lower maxmemory, or give the machine more."),
            _ => new(Name, VerdictLevel.Ok, Invariant($"The server has {stat.SystemPercent ?? 0}% of the machine's memory."), ""),
        };
    }

    private static MemoryVerdict? Fragmentation(RedisMemoryStat stat)
    {
        const string Name = "Fragmentation";
        if (stat.UsedBytes < Large && !(stat.FragmentationBytes >= Large))
        {
            return new(Name, VerdictLevel.NotApplicable, $"Only {stat.UsedText} are in use; below {ByteSize.Format(Large)} the process itself outweighs the data.", "");
        }

        if (stat.FragmentationRatio is not { } ratio || stat.FragmentationBytes is not { } lost)
        {
            return null;
        }

        string numbers = Invariant($"Resident memory is {ratio:0.##} times what is in use ({ByteSize.Format(Math.Abs(lost))} {(lost < 0 ? "less" : "more")})");
        if (ratio <= 1.5 || lost < Large)
        {
            return new(Name, VerdictLevel.Ok, numbers + ".", "");
        }

        // Where the bytes are decides what helps.
        if (stat.AllocatorFragmentationRatio > 1.5 && stat.AllocatorFragmentationBytes >= Large)
        {
            return new(Name, VerdictLevel.Warning, $"{numbers}, of which {ByteSize.Format(stat.AllocatorFragmentationBytes.Value)} are room in half-filled pages.",
                "Optimize-RedisMemory -ActiveDefrag On where the server can, else a restart.");
        }

        if (stat.AllocatorUnreturnedBytes >= Large)
        {
            return new(Name, VerdictLevel.Notice, $"{numbers}, of which {ByteSize.Format(stat.AllocatorUnreturnedBytes.Value)} are free pages that the allocator keeps, as after a peak ({stat.PeakText}).",
                "Optimize-RedisMemory -Purge");
        }

        return new(Name, VerdictLevel.Warning, $"{numbers}, outside of what the allocator knows: a save under way, modules, or huge pages.", "Look again when no save is running; turn transparent huge pages off.");
    }

    private static MemoryVerdict? Swap(RedisMemoryStat stat)
    {
        const string Name = "Swap";
        if (stat.UsedBytes is not { } used || stat.ResidentBytes is not { } resident || used < Large)
        {
            return null;
        }

        // Memory that was asked for and never written to is not resident either, so a little less proves nothing.
        long missing = used - resident;
        return missing >= Large && missing >= used / 10
            ? new(Name, VerdictLevel.Warning, $"{ByteSize.Format(missing)} of what is in use are not in memory: probably swapped out.", "Look at the machine's swap (vmstat 1, VmSwap in /proc/PID/status); every access to such a page is slow.")
            : new(Name, VerdictLevel.Ok, "All that is in use is in memory.", "");
    }

    private static MemoryVerdict? Eviction(RedisMemoryStat stat) => stat switch
    {
        { EvictedKeys: null } => null,
        { EvictedKeys: > 0 } => new("Eviction", VerdictLevel.Notice, Invariant($"{stat.EvictedKeys:N0} keys were evicted since the start ({stat.EvictionPolicy})."), ""),
        _ => new("Eviction", VerdictLevel.Ok, "No key was evicted since the start.", ""),
    };

    private static MemoryVerdict? Clients(RedisMemoryStat stat)
    {
        if (stat.ClientBytes is not { } clients || stat.UsedBytes is not > 0)
        {
            return null;
        }

        double percent = 100.0 * clients / stat.UsedBytes.Value;
        return clients >= 10L << 20 && percent > 10
            ? new("Clients", VerdictLevel.Warning, Invariant($"Buffers of clients take {ByteSize.Format(clients)}, {percent:0}% of what is in use."), "A client reads too slowly, or asks for too much at once: CLIENT LIST, omem.")
            : new("Clients", VerdictLevel.Ok, $"Buffers of clients take {ByteSize.Format(clients)}.", "");
    }

    private static MemoryVerdict? LazyFree(RedisMemoryStat stat) => stat.LazyFreePending is > 10_000
        ? new("LazyFree", VerdictLevel.Notice, Invariant($"{stat.LazyFreePending:N0} removed values are not freed yet."), "")
        : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

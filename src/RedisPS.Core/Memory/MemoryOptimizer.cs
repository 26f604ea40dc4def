using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Memory;

/// <summary>Gives memory back to the operating system: free pages at once, half-filled ones by active defragmentation.</summary>
public static class MemoryOptimizer
{
    // The allocator gives pages back at once; INFO's resident memory is sampled ten times a second.
    private static readonly TimeSpan s_sample = TimeSpan.FromMilliseconds(150);

    /// <summary>Does it. Redis commands: INFO, MEMORY PURGE, CONFIG SET activedefrag.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="purge">Ask the allocator for its free pages.</param>
    /// <param name="activeDefrag">Turn active defragmentation on or off; null leaves it.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The server cannot do it, or the user may not.</exception>
    public static async Task<MemoryOptimization> RunAsync(RedisConnection connection, bool purge, bool? activeDefrag, CancellationToken stop)
    {
        bool? previous = activeDefrag is null ? null : await DefragAsync(connection.Client, stop).ConfigureAwait(false);
        RedisMemoryStat? before = await NumbersAsync(connection, stop).ConfigureAwait(false);
        if (purge)
        {
            _ = await connection.Client.ExecuteAsync(new RedisCommand("MEMORY", "PURGE"), stop).ConfigureAwait(false);
        }

        bool? now = previous;
        if (activeDefrag is { } wanted && previous != wanted)
        {
            _ = await connection.Client.ExecuteAsync(new RedisCommand("CONFIG", "SET", "activedefrag", wanted ? "yes" : "no"), stop).ConfigureAwait(false);
            now = await DefragAsync(connection.Client, stop).ConfigureAwait(false);
        }

        await Task.Delay(s_sample, stop).ConfigureAwait(false);
        RedisMemoryStat? after = await NumbersAsync(connection, stop).ConfigureAwait(false);
        return new MemoryOptimization
        {
            Server = connection.Server,
            ConnectionName = connection.Name,
            Purged = purge,
            PreviousActiveDefrag = previous,
            ActiveDefrag = now,
            IsDefragmenting = after?.IsDefragmenting,
            ResidentBytesBefore = before?.ResidentBytes,
            ResidentBytes = after?.ResidentBytes,
            FragmentationRatioBefore = before?.AllocatorFragmentationRatio,
            FragmentationRatio = after?.AllocatorFragmentationRatio,
            Note = Note(purge, now, before),
        };
    }

    // OK says nothing: another allocator answers OK too, and does nothing.
    private static string Note(bool purge, bool? defrag, RedisMemoryStat? before)
    {
        List<string> notes = [];
        if (purge && before?.Allocator is { } allocator && !allocator.StartsWith("jemalloc", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add($"The server uses {allocator}; MEMORY PURGE does something with jemalloc only.");
        }

        if (defrag == true)
        {
            notes.Add("Active defragmentation works in the background from its thresholds on; look at Get-RedisMemoryStat later.");
        }

        if (before is null)
        {
            notes.Add("The user may not read memory figures, so there is no before and after.");
        }

        return string.Join(' ', notes);
    }

    private static async Task<RedisMemoryStat?> NumbersAsync(RedisConnection connection, CancellationToken stop)
    {
        try
        {
            return await MemoryReader.ReadAsync(connection, stop).ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static async Task<bool?> DefragAsync(RedisClient client, CancellationToken stop)
    {
        RespValue reply = await client.ExecuteAsync(new RedisCommand("CONFIG", "GET", "activedefrag"), stop).ConfigureAwait(false);
        return reply.AsPairs().Select(pair => (bool?)(pair.Value.AsText() == "yes")).FirstOrDefault();
    }
}

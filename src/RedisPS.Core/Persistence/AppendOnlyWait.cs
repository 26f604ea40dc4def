using System.Diagnostics;
using RedisPS.Client;

namespace RedisPS.Core.Persistence;

/// <summary>
/// Waits until an append-only file that was turned on is there. CONFIG SET appendonly yes answers OK and INFO says aof_enabled:1 while
/// the first rewrite is still under way and no file exists.
/// </summary>
/// <param name="client">The server.</param>
public sealed class AppendOnlyWait(RedisClient client)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits.</summary>
    /// <param name="timeout">How long; infinite is allowed.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>A task that is done when the file is there.</returns>
    /// <exception cref="SaveException">The rewrite failed, the append-only file was turned off meanwhile, or it takes too long.</exception>
    public async Task RunAsync(TimeSpan timeout, CancellationToken stop)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            RedisPersistence now = await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false);
            if (!now.IsAppendOnly) { throw new SaveException(SaveFailure.Failed, $"The append-only file of {client.Endpoint} is off again.", "Somebody else set it; look at Get-RedisConfig appendonly."); }
            if (now.IsAppendOnlyReady) { return; }
            if (!now.IsRewriting && now.LastRewriteStatus == "err")
            {
                throw new SaveException(SaveFailure.Failed, $"{client.Endpoint} could not make its append-only file.", "The server's log says why: a full disk, a folder that it may not write to. It tries again by itself.");
            }

            if (timeout != Timeout.InfiniteTimeSpan && clock.Elapsed > timeout)
            {
                throw new SaveException(SaveFailure.Timeout, $"{client.Endpoint} has not made its append-only file after {DurationText.Short(clock.Elapsed)}; it is still at it.", "Get-RedisPersistence shows how far it is; -Timeout waits longer.");
            }

            await Task.Delay(s_pause, stop).ConfigureAwait(false);
        }
    }
}

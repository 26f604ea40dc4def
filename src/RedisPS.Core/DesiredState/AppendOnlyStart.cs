using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Core.DesiredState;

/// <summary>Waits for an append-only file. CONFIG SET appendonly yes answers OK, and INFO says enabled, before any file exists (seen on Redis 7.0).</summary>
internal static class AppendOnlyStart
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether it was complete in time; true where the user may not run INFO and nothing can be known.</summary>
    public static async Task<bool> WaitAsync(RedisClient client, TimeSpan timeout, CancellationToken stop)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            RespValue reply = await client.SendAsync(new RedisCommand("INFO", "persistence"), stop).ConfigureAwait(false);
            if (reply.IsError)
            {
                return true;
            }

            ServerInfo info = ServerInfo.Parse(reply.AsText() ?? "");
            bool pending = info.GetInteger("aof_rewrite_in_progress") == 1 || info.GetInteger("aof_rewrite_scheduled") == 1 || info.GetInteger("aof_pending_rewrite") == 1;
            if (!pending && info.GetInteger("aof_enabled") == 1)
            {
                return info.GetText("aof_last_bgrewrite_status") != "err";
            }

            if (waited.Elapsed > timeout)
            {
                return false;
            }

            await Task.Delay(s_pause, stop).ConfigureAwait(false);
        }
    }
}

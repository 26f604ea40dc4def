using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Server;

namespace RedisPS.Core.Service;

/// <summary>Tells a server, before it is stopped, to save or not to save.</summary>
internal static class StopOrder
{
    /// <summary>Takes the order back from a server that was not stopped after all: the next stop must not lose data because of this one.</summary>
    public static async Task TakeBackAsync(RedisService service, StopPlan plan, ServiceOptions options)
    {
        if (!plan.TakesOrder || options is { Save: false, NoSave: false })
        {
            return;
        }

        try
        {
            using RedisClient client = await RedisClient.ConnectAsync(options.Access.OptionsFor(service)).ConfigureAwait(false);
            await client.ExecuteAsync("CONFIG", CancellationToken.None, "SET", "shutdown-on-sigterm", plan.OrderBefore).ConfigureAwait(false);
        }
        catch (RedisException)
        {
            // It does not answer any more: it stops after all.
        }
    }

    /// <summary>Gives the order; returns what is worth knowing about it.</summary>
    public static async Task<string> GiveAsync(RedisService service, StopPlan plan, ServiceOptions options, CancellationToken stop)
    {
        using RedisClient client = await RedisClient.ConnectAsync(options.Access.OptionsFor(service), stop).ConfigureAwait(false);
        if (plan.TakesOrder)
        {
            // With the signal itself, so that no change falls between the snapshot and the end.
            await client.ExecuteAsync("CONFIG", stop, "SET", "shutdown-on-sigterm", options.Save ? "save" : "nosave").ConfigureAwait(false);
            return options.Save ? "It saved when it stopped." : $"It was told not to save: {plan.Text}.";
        }

        if (options.NoSave)
        {
            await client.ExecuteAsync("CONFIG", stop, "SET", "save", "").ConfigureAwait(false);
            return $"It was told not to save: {plan.Text}.";
        }

        long before = await NumberAsync("rdb_last_save_time").ConfigureAwait(false);
        await client.ExecuteAsync("BGSAVE", stop).ConfigureAwait(false);
        long started = Stopwatch.GetTimestamp();
        while (await NumberAsync("rdb_bgsave_in_progress").ConfigureAwait(false) != 0)
        {
            if (Stopwatch.GetElapsedTime(started) > options.Timeout)
            {
                throw new HostException(HostFailure.ServiceTimeout, $"{service.Name} was not stopped: its snapshot is still being written after {options.Timeout.TotalSeconds:0} seconds.", "Give it more time with -Timeout.");
            }

            await Task.Delay(100, stop).ConfigureAwait(false);
        }

        ServerInfo info = await ServerInfo.ReadAsync(client, ["persistence"], "", stop).ConfigureAwait(false);
        return info.GetText("rdb_last_bgsave_status") == "ok" && info.GetInteger("rdb_last_save_time") >= before
            ? "A snapshot was written before it stopped; this server is too old to save with the stop itself, so changes made in between are not in it."
            : throw new HostException(HostFailure.UnsavedData, $"{service.Name} was not stopped: its snapshot failed.", "The server's log says why: disk space and rights, mostly.");

        async Task<long> NumberAsync(string name) => (await ServerInfo.ReadAsync(client, ["persistence"], "", stop).ConfigureAwait(false)).GetInteger(name) ?? 0;
    }
}

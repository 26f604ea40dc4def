using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Server;

namespace RedisPS.Core.Service;

/// <summary>Tells a server, before it is stopped, to save or not to save.</summary>
internal static class StopOrder
{
    private static readonly TimeSpan s_takingBack = TimeSpan.FromSeconds(5);

    /// <summary>Gives the order, does the stop, and takes the order back if that fails or is ended: it is for this stop alone.</summary>
    /// <param name="service">The service.</param>
    /// <param name="plan">What was found out about its data.</param>
    /// <param name="options">What to order.</param>
    /// <param name="change">Stops it, or restarts it.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What is worth knowing about the order.</returns>
    /// <exception cref="HostException">Data would be lost, or the stop failed.</exception>
    public static async Task<string> DuringAsync(RedisService service, StopPlan plan, ServiceOptions options, Func<CancellationToken, Task> change, CancellationToken stop)
    {
        // A process that is asked to end takes it back first; who gives no token does not want the stop ended in the middle.
        return stop.CanBeCanceled
            ? await ProcessEnding.DuringAsync(OrderedAsync, s_takingBack, stop).ConfigureAwait(false)
            : await OrderedAsync(stop).ConfigureAwait(false);

        async Task<string> OrderedAsync(CancellationToken end)
        {
            try
            {
                string note = await PrepareAsync(service, plan, options, end).ConfigureAwait(false);
                await change(end).ConfigureAwait(false);
                return note;
            }
            catch (Exception e) when (e is HostException or OperationCanceledException)
            {
                await TakeBackAsync(service, plan, options, underWay: e is OperationCanceledException).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Takes the order back from a server that was not stopped after all: the next stop must not lose data because of this one.</summary>
    /// <param name="service">The service.</param>
    /// <param name="plan">What the server was set to before.</param>
    /// <param name="options">What was ordered.</param>
    /// <param name="underWay">Whether the server may be stopping now: an order to save then stays, so that the end does not come without it.</param>
    public static async Task TakeBackAsync(RedisService service, StopPlan plan, ServiceOptions options, bool underWay)
    {
        RedisCommand? back = plan.TakesOrder
            ? options.NoSave || (options.Save && !underWay) ? new RedisCommand("CONFIG", "SET", "shutdown-on-sigterm", plan.OrderBefore) : null
            : options.NoSave && plan.SaveBefore is { Length: > 0 } rules ? new RedisCommand("CONFIG", "SET", "save", rules) : null;
        if (back is null)
        {
            return;
        }

        try
        {
            using RedisClient client = await RedisClient.ConnectAsync(options.Access.OptionsFor(service)).ConfigureAwait(false);
            ServerInfo info = await ServerInfo.ReadAsync(client, ["server"], "", CancellationToken.None).ConfigureAwait(false);

            // One that was started since then has never heard of the order.
            if (info.GetText("run_id") == plan.RunId)
            {
                await client.ExecuteAsync(back, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (RedisException)
        {
            // It does not answer any more: it stops after all.
        }
    }

    private static async Task<string> PrepareAsync(RedisService service, StopPlan plan, ServiceOptions options, CancellationToken stop)
    {
        if (plan.LosesData == true && options is { Save: false, NoSave: false })
        {
            throw new HostException(HostFailure.UnsavedData, $"{service.Name} was not stopped: {plan.Text}.", "Stop it with -Save to write them first, or with -NoSave to lose them on purpose.");
        }

        if (!options.Save && !options.NoSave)
        {
            return plan.IsKnown ? "" : plan.Text;
        }

        try
        {
            return await GiveAsync(service, plan, options, stop).ConfigureAwait(false);
        }
        catch (RedisException e) when (options.Save)
        {
            throw new HostException(HostFailure.UnsavedData, $"{service.Name} was not stopped: it could not be told to save. {e.Message}", "Save with Invoke-RedisSave, or stop it without -Save.", e);
        }
        catch (RedisException e)
        {
            return $"The server could not be told not to save: {e.Message}";
        }
    }

    private static async Task<string> GiveAsync(RedisService service, StopPlan plan, ServiceOptions options, CancellationToken stop)
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
            if (plan.SaveBefore is null)
            {
                return "It was not told not to save: this user may not see its snapshot rules, which could not be put back if it did not stop.";
            }

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

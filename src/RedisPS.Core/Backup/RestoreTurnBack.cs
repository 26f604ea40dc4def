using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>
/// Undoes a restore that failed: the server is stopped if it runs, the files are where they were, and it is started if it ran before. Says
/// what is there then, and what is not.
/// </summary>
internal sealed class RestoreTurnBack(ServiceControl control, ServerRestorePlan plan, RedisService stopped, DataSwap swap)
{
    /// <summary>Whether the server saved when it was stopped, and the file is there.</summary>
    public bool Saved { get; init; }

    /// <summary>What is worth knowing about how it saved.</summary>
    public string StopNote { get; init; } = "";

    /// <summary>Whether all is as it was: every byte of the data, and the server.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Does it.</summary>
    /// <returns>What is there now, for the message of the failure.</returns>
    public async Task<string> RunAsync()
    {
        string? old = swap.OldFolder;
        try
        {
            plan.Options.Report?.Invoke("Putting the old data back");
            RedisService now = await control.RefreshAsync(stopped, CancellationToken.None).ConfigureAwait(false);
            if (now.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed))
            {
                StopPlan order = await StopPlan.ReadAsync(now, plan.Options.Access, CancellationToken.None).ConfigureAwait(false);
                _ = await control.StopAsync(now, order, ServerRestore.Options(plan) with { NoSave = true }, CancellationToken.None).ConfigureAwait(false);
            }

            swap.TurnBack();
        }
        catch (Exception e) when (e is RedisException or HostException or IOException or UnauthorizedAccessException)
        {
            return Join($"THE OLD DATA COULD NOT BE PUT BACK: {ServerRestore.Sentence(e.Message)} It is in {old ?? plan.Data.Folder}: stop the server, move what is in there to {plan.Data.Folder}, and start it.", Lost());
        }

        if (!plan.Stops)
        {
            IsComplete = true;
            return "What was there before is in its place again; the server does not run, as before.";
        }

        bool whole = plan.Data.AppendOnlyHoldsAll || Saved;
        string there = whole ? "What was there before is in its place again"
            : HasFiles ? "The files that were there before are in their place again"
            : "There were no files before";
        try
        {
            _ = await control.StartAsync(stopped, ServerRestore.Options(plan), CancellationToken.None).ConfigureAwait(false);
        }
        catch (HostException e) { return Join($"{there}, but the server DOES NOT RUN: {ServerRestore.Sentence(e.Message)}", Lost()); }
        IsComplete = whole;
        return Join($"{there}, and the server runs with {(whole ? "it" : HasFiles ? "them" : "none")}.", Lost(), await KeysAsync().ConfigureAwait(false));
    }

    private bool HasFiles => Path.Exists(plan.Data.SnapshotPath) || Path.Exists(plan.Data.AppendOnlyPath);

    private static string Join(params string[] sentences) => string.Join(' ', sentences.Where(sentence => sentence.Length > 0));

    private string Lost()
    {
        long? unsaved = plan.Stop.UnsavedChanges;
        string how = $"the server was stopped without saving{(plan.Options.NoSave ? " (-NoSave)" : "")}";
        return plan.Data.AppendOnlyHoldsAll || !plan.Stops ? ""
            : Saved ? StopNote
            : unsaved > 0 ? string.Create(CultureInfo.InvariantCulture, $"{unsaved:N0} changes that were in no file are LOST: {how}.")
            : $"What it was given in the moment before it stopped is lost: {how}.";
    }

    // Said only where it is not what it was: keys that expired meanwhile are no fault, and nobody can tell them from others by their number.
    private async Task<string> KeysAsync()
    {
        if (plan.PreviousKeys is not { } before) { return ""; }
        try
        {
            using RedisClient client = await RedisClient.ConnectAsync(plan.Options.Access.OptionsFor(plan.Service), CancellationToken.None).ConfigureAwait(false);
            ServerInfo info = await ServerInfo.ReadAsync(client, ["keyspace"], "", CancellationToken.None).ConfigureAwait(false);
            long now = KeyspaceCounts.Read(info).Values.Sum(counts => counts.Keys);
            return now == before ? "" : string.Create(CultureInfo.InvariantCulture, $"It has {now:N0} keys now, and had {before:N0} before.");
        }
        catch (RedisException e) { return $"How many keys it has could not be seen: {ServerRestore.Sentence(e.Message)}"; }
    }
}

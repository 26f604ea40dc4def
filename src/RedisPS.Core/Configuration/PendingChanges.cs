using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Configuration;

/// <summary>The changes of this process that are undone unless they are confirmed.</summary>
public static class PendingChanges
{
    private static readonly List<PendingChange> s_all = [];
    private static int s_last;
    private static IDisposable? s_ending;

    /// <summary>All that are pending, and those of this process that were confirmed or undone.</summary>
    public static IReadOnlyList<PendingChange> All
    {
        get
        {
            lock (s_all)
            {
                return s_all.ToArray();
            }
        }
    }

    /// <summary>
    /// Makes sure that something will be undone, before it is done. Have the server hold the undoing commands behind one that blocks
    /// for the time given: they run also when this process hangs or the network fails.
    /// </summary>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">Goes into the result.</param>
    /// <param name="changes">What is changed, for people.</param>
    /// <param name="undo">The commands that bring back what was before.</param>
    /// <param name="after">When they run.</param>
    /// <param name="persist">Whether confirming also writes the configuration file.</param>
    /// <param name="stop">Ends the attempt.</param>
    /// <returns>The change. Do it now; call <see cref="Abandon"/> when that fails.</returns>
    public static async Task<PendingChange> ArmAsync(
        RedisClient client, string connectionName, IReadOnlyList<string> changes, IReadOnlyList<RedisCommand> undo, TimeSpan after, bool persist, CancellationToken stop)
    {
        PendingChange change = new()
        {
            Id = Interlocked.Increment(ref s_last),
            Changes = changes,
            RevertsAt = DateTimeOffset.Now + after,
            Persist = persist,
            Server = client.Endpoint.ToString(),
            ConnectionName = connectionName,
        };
        change.Timer = await RevertTimer.StartAsync(client, change, undo, after, stop).ConfigureAwait(false);
        lock (s_all)
        {
            s_ending ??= ProcessEnding.Watch(static () => Undo());
            s_all.Add(change);
        }

        return change;
    }

    /// <summary>Forgets a change that was not made after all.</summary>
    /// <param name="change">The change.</param>
    public static void Abandon(PendingChange change)
    {
        change.Timer?.Drop();
        lock (s_all)
        {
            _ = s_all.Remove(change);
        }
    }

    /// <summary>Keeps a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="client">The server, for writing the configuration file where that was wanted.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False when it is too late.</returns>
    public static async Task<bool> ConfirmAsync(PendingChange change, RedisClient client, CancellationToken stop)
    {
        if (change.Timer is null || !change.Timer.TryConfirm())
        {
            return false;
        }

        if (change.Persist)
        {
            // From here on it is confirmed, whatever becomes of the file.
            (change.Persisted, change.Note) = (false, "Not in the configuration file: writing it was broken off.");
            (change.Persisted, change.Note) = await PersistAsync(change, client, stop).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Undoes now what is pending, because nobody will be there to confirm it. Waits a moment for the servers.</summary>
    /// <param name="which">Which of them; null for all.</param>
    public static void Undo(Func<PendingChange, bool>? which = null)
    {
        Task[] tasks = All.Where(change => change.State == PendingChangeState.Pending && which?.Invoke(change) != false).Select(change => change.Timer!.UndoNowAsync()).ToArray();
        _ = Task.WhenAll(tasks).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(3));
    }

    private static async Task<(bool Persisted, string Note)> PersistAsync(PendingChange change, RedisClient client, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<ConfigChange> changes = await new ConfigStore(client).PersistAsync(change.Changes, stop).ConfigureAwait(false);
            return (changes.All(setting => setting.Persisted == true), string.Join(' ', changes.OrderBy(setting => setting.Persisted == true).Select(setting => setting.Note).Where(note => note.Length > 0).Distinct()));
        }
        catch (RedisException e)
        {
            return (false, $"Not in the configuration file: {e.Message}");
        }
    }
}

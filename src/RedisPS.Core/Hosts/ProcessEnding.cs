using System.Runtime.InteropServices;

namespace RedisPS.Core.Hosts;

/// <summary>
/// What is still to be done when this process is asked to end. A terminal that is closed sends SIGHUP, which ends a process without the
/// event of its exit; so does SIGTERM under PowerShell.
/// </summary>
internal static class ProcessEnding
{
    private static readonly TimeSpan s_lastMoment = TimeSpan.FromSeconds(2);

    /// <summary>Calls back when this process is asked to end, which it does once that returns. It may be called more than once.</summary>
    /// <param name="ends">What is to be done.</param>
    /// <returns>Ends the watch.</returns>
    public static IDisposable Watch(Action ends) => new Watcher(ends);

    /// <summary>Does something that must not be left in the middle: a process that is asked to end first breaks it off, and waits until it has cleaned up.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="work">Does it. Where its token ends it, it cleans up before it throws.</param>
    /// <param name="patience">How long the process waits at most.</param>
    /// <param name="stop">Ends it too.</param>
    /// <returns>What it returned.</returns>
    public static async Task<T> DuringAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan patience, CancellationToken stop)
    {
        // Neither is disposed: a signal that comes with the end of the work still looks at them.
        CancellationTokenSource ending = new();
        TaskCompletionSource done = new();
        bool isAsked = false;
        using CancellationTokenRegistration stops = stop.Register(ending.Cancel);
        using IDisposable watch = Watch(() =>
        {
            Volatile.Write(ref isAsked, true);
            ending.Cancel();
            _ = done.Task.Wait(patience);

            // Whoever waits for the work has yet to say what came of it.
            Thread.Sleep(s_lastMoment);
        });
        try
        {
            return await work(ending.Token).ConfigureAwait(false);
        }
        finally
        {
            done.SetResult();
            if (Volatile.Read(ref isAsked) && !stop.IsCancellationRequested)
            {
                // The script must not go on with its next line while the process ends.
                await Task.Delay(s_lastMoment, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private sealed class Watcher : IDisposable
    {
        private readonly EventHandler _exit;
        private readonly PosixSignalRegistration _hangUp;
        private readonly PosixSignalRegistration _terminate;

        public Watcher(Action ends)
        {
            _exit = (_, _) => ends();
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => ends());
            _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => ends());
            AppDomain.CurrentDomain.ProcessExit += _exit;
        }

        public void Dispose()
        {
            AppDomain.CurrentDomain.ProcessExit -= _exit;
            _hangUp.Dispose();
            _terminate.Dispose();
        }
    }
}

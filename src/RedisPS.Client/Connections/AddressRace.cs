using System.Net;
using System.Net.Sockets;

namespace RedisPS.Client;

/// <summary>Opens a TCP connection to the first of several addresses that answers.</summary>
internal static class AddressRace
{
    // As long as RFC 8305 gives an address before the next one is tried beside it.
    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(250);

    // A server close by accepts within this time; then nothing has to become asynchronous, which costs a fresh process more than the connection.
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);

    public static async Task<Socket> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        if (addresses.Count == 1) { return await OpenAsync(addresses[0], port, cancellationToken).ConfigureAwait(false); }
        using CancellationTokenSource losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> running = [];
        SocketException? failure = null;
        int next = 0;
        try
        {
            while (true)
            {
                if (next < addresses.Count) { running.Add(OpenAsync(addresses[next++], port, losers.Token)); }
                Task<Socket> done = await FirstAsync(running, next < addresses.Count, losers.Token).ConfigureAwait(false);
                if (!done.IsCompleted) { continue; }
                _ = running.Remove(done);
                try { return await done.ConfigureAwait(false); }
                catch (SocketException e)
                {
                    // "Refused" tells more than "unreachable", which a machine without IPv6 gives for half of the addresses.
                    failure = failure?.SocketErrorCode == SocketError.ConnectionRefused ? failure : e;
                    if (running.Count == 0 && next == addresses.Count) { throw failure; }
                }
            }
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach (Task<Socket> loser in running) { _ = DiscardAsync(loser); }
        }
    }

    private static async Task<Task<Socket>> FirstAsync(List<Task<Socket>> running, bool more, CancellationToken cancellationToken)
    {
        if (!more) { return await Task.WhenAny(running).ConfigureAwait(false); }
        Task pause = Task.Delay(s_headStart, cancellationToken);
        Task first = await Task.WhenAny(running.Cast<Task>().Append(pause)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first as Task<Socket> ?? new TaskCompletionSource<Socket>().Task;
    }

    private static async Task<Socket> OpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Task connecting = socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).AsTask();
            _ = SpinWait.SpinUntil(() => connecting.IsCompleted, s_moment);
            await connecting.ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DiscardAsync(Task<Socket> loser)
    {
        try { (await loser.ConfigureAwait(false)).Dispose(); }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It lost the race; how does not matter.
        }
    }
}

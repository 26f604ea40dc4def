using System.Diagnostics;
using RedisPS.Benchmarks.Wire;

namespace RedisPS.Benchmarks.Report;

/// <summary>A second client that sends PING after PING while somebody else works: what the work costs others.</summary>
internal sealed class PingProbe : IDisposable
{
    private readonly List<double> _milliseconds = [];
    private readonly Thread _thread;
    private volatile bool _stop;

    public PingProbe(int port)
    {
        _thread = new Thread(() => Loop(port)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Stops the probe and gives the latencies in milliseconds.</summary>
    public IReadOnlyList<double> Stop()
    {
        _stop = true;
        _thread.Join();
        return _milliseconds;
    }

    public void Dispose() => Stop();

    private void Loop(int port)
    {
        using WireSocket socket = new(port);
        while (!_stop)
        {
            long begun = Stopwatch.GetTimestamp();
            socket.Append("PING");
            socket.Flush();
            socket.SkipScalar();
            _milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            Thread.Sleep(1);
        }
    }
}

using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using RedisPS.Demo;
using RedisPS.TestServers.Wire;

const int Interrupted = 130;
const string MainJob = "Connect-Redis; Get-RedisKey 'cache:*' | Remove-RedisKey -WhatIf";

string Metadata(string key) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

using CancellationTokenSource stop = new();
void Stop(PosixSignalContext context)
{
    // The server and its directory go first; then this process does.
    context.Cancel = true;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

// Ctrl+C reaches the server and redisps as well, and they may be gone a moment before it is known here why.
bool WaitForStop() => stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));

int RunRedisps(DemoServer server, params string[] arguments)
{
    ProcessStartInfo start = new("dotnet", [Metadata("Runner"), .. arguments]);
    start.Environment["REDIS_URL"] = $"redis://127.0.0.1:{server.Port}";
    using Process runner = Process.Start(start)!;
    using CancellationTokenRegistration kill = stop.Token.Register(() => runner.Kill());
    runner.WaitForExit();
    if (runner.ExitCode == Interrupted)
    {
        WaitForStop();
    }

    stop.Token.ThrowIfCancellationRequested();
    return runner.ExitCode;
}

try
{
    using DemoServer server = DemoServer.Start(Metadata("ToolFolder"), stop.Token);
    Console.WriteLine($"A private {server.Name} runs on 127.0.0.1:{server.Port}. Filling it.");
    using (RawRedis raw = RawRedis.Connect(server.Port))
    {
        new DemoData(raw).Fill();
        Console.WriteLine($"{raw.Send("DBSIZE")} keys. Each line below is run by redisps; PowerShell runs the same lines.");
        Console.WriteLine();
    }

    stop.Token.ThrowIfCancellationRequested();
    Console.WriteLine($"$ redisps \"{MainJob}\"");
    int exitCode = RunRedisps(server, MainJob);
    Console.WriteLine();
    exitCode = Math.Max(exitCode, RunRedisps(server, "--echo", "-f", Path.Combine(AppContext.BaseDirectory, "demo.redisps")));
    stop.Token.ThrowIfCancellationRequested();
    Console.WriteLine();
    Console.WriteLine($"Done. The private {server.Name} and its data go with it.");
    if (exitCode == 1 && server.IsGarnet)
    {
        Console.WriteLine("Garnet lacks some of what was asked (streams, for one); the lines above say which. Redis and Valkey have it all.");
        return 0;
    }

    return exitCode;
}
catch (DemoException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (e is OperationCanceledException || WaitForStop())
{
    Console.WriteLine("Stopped; the private server and its data are removed.");
    return Interrupted;
}

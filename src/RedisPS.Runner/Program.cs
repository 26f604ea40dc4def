using System.Runtime.InteropServices;
using RedisPS.Runner.Hosting;

namespace RedisPS.Runner;

/// <summary>redisps: RedisPS where PowerShell is not installed.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        using StandardOutput stream = new();
        using BufferedOutput output = new(stream);
        Application application = new(output, Console.Error, new ConsoleSurroundings());
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (!application.InterruptMenu())
            {
                Interrupt(context, application);
            }
        });
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Interrupt(context, application));
        return application.Run(arguments);
    }

    // The pipeline is asked to stop and has half a second for it: a server that does not answer must not hold the terminal.
    private static void Interrupt(PosixSignalContext context, Application application)
    {
        context.Cancel = true;
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                Thread.Sleep(500);
                Environment.Exit(ExitCodes.Interrupted);
            },
            null);
        application.Stop();
    }
}

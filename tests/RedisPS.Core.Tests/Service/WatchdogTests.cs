using System.Diagnostics;
using RedisPS.Core.Service;
using Xunit;

namespace RedisPS.Core.Tests.Service;

public sealed class WatchdogTests
{
    [Fact]
    public async Task It_ends_what_is_left_when_its_input_ends_and_spares_what_it_was_told_to_forget()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process left = Process.Start("sleep", "60");
        using Process forgotten = Process.Start("sleep", "60");
        try
        {
            string directory = Directory.CreateTempSubdirectory("redisps watch").FullName;
            File.WriteAllText(Path.Combine(directory, "server.log"), "a");
            using Process watchdog = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Watchdog.Script]) { RedirectStandardInput = true })!;
            watchdog.StandardInput.WriteLine($"watch {forgotten.Id} {directory}/nothing");
            watchdog.StandardInput.WriteLine($"watch {left.Id} {directory}");
            watchdog.StandardInput.WriteLine($"forget {forgotten.Id} -");
            watchdog.StandardInput.Close();
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

            await watchdog.WaitForExitAsync(patience.Token);
            await left.WaitForExitAsync(patience.Token);

            Assert.False(Directory.Exists(directory));
            Assert.False(forgotten.HasExited);
        }
        finally
        {
            left.Kill();
            forgotten.Kill();
        }
    }
}

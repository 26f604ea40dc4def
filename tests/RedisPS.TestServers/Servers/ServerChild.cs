using System.Diagnostics;
using System.Globalization;

namespace RedisPS.TestServers.Servers;

/// <summary>The process that a server forks to save or to send its data (Linux).</summary>
public static class ServerChild
{
    /// <summary>Waits until there is one; its process id.</summary>
    public static async Task<int> WaitAsync(TestServer server)
    {
        while (true)
        {
            if (await FindAsync(server) is { } child)
            {
                return child;
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Waits until there is none: one that has sent everything may take its time to end.</summary>
    public static async Task WaitForNoneAsync(TestServer server)
    {
        while (await FindAsync(server) is not null)
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Sends it a signal, such as USR1 or KILL.</summary>
    public static async Task SignalAsync(TestServer server, string signal)
    {
        int child = await WaitAsync(server);
        using Process kill = Process.Start("kill", [$"-{signal}", child.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private static async Task<int?> FindAsync(TestServer server)
    {
        string text = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/task/{server.ProcessId}/children");
        string? child = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(IsAlive);
        return child is null ? null : int.Parse(child, CultureInfo.InvariantCulture);
    }

    // The child of an earlier save may have ended and not been collected yet.
    private static bool IsAlive(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}

using System.Diagnostics;

namespace RedisPS.TestServers.Servers;

/// <summary>
/// Ends the servers of a process that was itself killed. ProcessExit handlers do not run then; a small shell
/// does: it waits for the end of its input, which the system closes with the process, and cleans up what is left.
/// </summary>
public static class Watchdog
{
    internal const string Script = """
        trap '' INT TERM HUP
        left=''
        while read -r verb pid directory; do
          case $verb in
            watch) left="$left$pid $directory
        " ;;
            forget) left=$(printf '%s' "$left" | grep -v "^$pid ")
              [ -z "$left" ] || left="$left
        " ;;
          esac
        done
        printf '%s' "$left" | while read -r pid directory; do
          kill -9 "$pid" 2>/dev/null
          rm -rf -- "$directory"
        done
        """;

    private static readonly Lazy<StreamWriter?> s_input = new(Start);

    /// <summary>From now on the process and the directory go when this process goes.</summary>
    public static void Watch(int processId, string directory) => Tell($"watch {processId} {directory}");

    /// <summary>The process has ended; its number may be given to another.</summary>
    public static void Forget(int processId) => Tell($"forget {processId} -");

    private static void Tell(string line)
    {
        if (s_input.Value is { } input)
        {
            lock (input)
            {
                input.WriteLine(line);
            }
        }
    }

    private static StreamWriter? Start()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        ProcessStartInfo start = new("/bin/sh", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        StreamWriter input = Process.Start(start)!.StandardInput;
        input.AutoFlush = true;
        return input;
    }
}

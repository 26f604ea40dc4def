using System.Diagnostics;
using System.Globalization;

namespace RedisPS.Core.Service;

/// <summary>
/// Ends the servers of a process that was itself killed. ProcessExit handlers do not run then; a small shell
/// does: it waits for the end of its input, which the system closes with the process, and cleans up what is left.
/// </summary>
public static class Watchdog
{
    // A process is known by its number and its start: the number alone may long belong to another one.
    internal const string Script = """
        trap '' INT TERM HUP
        born() {
          if [ -r "/proc/$1/stat" ]; then
            { read -r line < "/proc/$1/stat"; } 2>/dev/null
            set -- ${line##*) }
            echo "${20}"
          else
            ps -o lstart= -p "$1" 2>/dev/null | tr -d ' '
          fi
        }
        left=''
        while read -r verb pid directory; do
          case $verb in
            watch) start=$(born "$pid")
              left="$left$pid ${start:-gone} $directory
        " ;;
            forget) left=$(printf '%s' "$left" | grep -v "^$pid ")
              [ -z "$left" ] || left="$left
        " ;;
          esac
        done
        printf '%s' "$left" | while read -r pid start directory; do
          [ "$(born "$pid")" = "$start" ] && kill -9 "$pid" 2>/dev/null
          rm -rf -- "$directory"
        done
        """;

    private static readonly Lazy<StreamWriter?> s_input = new(Start);
    private static int s_directories;

    /// <summary>From now on the process and the directory go when this process goes.</summary>
    /// <param name="processId">A process that this one started.</param>
    /// <param name="directory">Its directory, without line breaks.</param>
    public static void Watch(int processId, string directory) => Tell(string.Create(CultureInfo.InvariantCulture, $"watch {processId} {directory}"));

    /// <summary>The process has ended; its number may be given to another.</summary>
    /// <param name="processId">A process that was watched.</param>
    public static void Forget(int processId) => Tell(string.Create(CultureInfo.InvariantCulture, $"forget {processId} -"));

    /// <summary>From now on the directory goes when this process goes, until the returned object is disposed: there is no server in it yet.</summary>
    /// <param name="directory">The directory, without line breaks.</param>
    internal static IDisposable Watch(string directory)
    {
        // No process has a number below 0, so none is ended for it.
        int number = -Interlocked.Increment(ref s_directories);
        Watch(number, directory);
        return new Watched(number);
    }

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

        // In a session of its own: what ends the whole group of the watched process must leave this one.
        ProcessStartInfo start = DetachedProcess.StartInfo("/bin/sh", ["-c", Script]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        StreamWriter input = Process.Start(start)!.StandardInput;
        input.AutoFlush = true;
        return input;
    }

    private sealed class Watched(int number) : IDisposable
    {
        public void Dispose() => Forget(number);
    }
}

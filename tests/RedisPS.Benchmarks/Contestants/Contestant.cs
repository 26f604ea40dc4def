using System.Diagnostics;
using System.Globalization;
namespace RedisPS.Benchmarks.Contestants;

/// <summary>One way to do a job; returns the seconds that it took.</summary>
internal sealed record Contestant(string Name, Func<double> Run)
{
    /// <summary>Times an action in this process.</summary>
    public static Contestant InProcess(string name, Action work) => new(name, () =>
    {
        GC.Collect();
        long begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    });

    /// <summary>Times a whole shell line, as people type it.</summary>
    public static Contestant Shell(string name, string line, int port) =>
        new(name, () => HostProcess.Time("/bin/sh", ["-c", line], port, out _));

    /// <summary>
    /// redisps: the whole process less the same process that only connects, because the start is paid once
    /// and has a row of its own.
    /// </summary>
    public static Contestant Runner(Tools tools, string pipeline, int port) => new("redisps", () =>
        HostProcess.Time(tools.Runner, [$"Connect-Redis | Out-Null; {pipeline}"], port, out _)
        - HostProcess.Time(tools.Runner, ["Connect-Redis | Out-Null"], port, out _));

    /// <summary>PowerShell: the pipeline alone, timed by Measure-Command in the host after a warm-up.</summary>
    public static Contestant PowerShell(Tools tools, string name, string warmUp, string pipeline, int port) => new(name, () =>
    {
        string script = $"Import-Module '{tools.Module}'; Connect-Redis | Out-Null; {warmUp} | Out-Null; "
            + $"(Measure-Command {{ {pipeline} }}).TotalSeconds.ToString([cultureinfo]::InvariantCulture)";
        HostProcess.Time(tools.PowerShell!, ["-NoProfile", "-NonInteractive", "-Command", script], port, out string output);
        return double.Parse(output.Trim(), CultureInfo.InvariantCulture);
    });
}

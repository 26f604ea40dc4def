using RedisPS.Core.Commands;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>The program that runs the lines of a task: PowerShell with the module, or <c>redisps</c>.</summary>
public sealed class TaskHost
{
    private const string StopAtErrors = "$ErrorActionPreference = 'Stop'";

    private readonly string _program;
    private readonly string[] _first;
    private readonly string? _module;

    private TaskHost(string program, string[] first, string? module)
    {
        _program = program;
        _first = first;
        _module = module;
    }

    /// <summary>The one that is wanted, or the one that runs now, or the first on PATH.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="path">A pwsh or a redisps; null for the one that runs now.</param>
    /// <param name="module">The module's manifest, for PowerShell.</param>
    /// <exception cref="HostException">There is none.</exception>
    public static TaskHost Find(HostSystem host, string? path, string module)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (path is not null)
        {
            return host.Find(path) is { } found
                ? Of(Path.GetFullPath(found), [], module)
                : throw new HostException(HostFailure.ProgramNotFound, $"There is no program '{path}'.", "Give the full path of pwsh or of redisps with -HostPath.");
        }

        string running = Environment.ProcessPath ?? "";
        string library = Environment.GetCommandLineArgs()[0];
        return NameOf(running) switch
        {
            "pwsh" or "redisps" => Of(running, [], module),
            "dotnet" when NameOf(library) == "redisps" => Of(running, [Path.GetFullPath(library)], module),
            _ => ((File.Exists(module) ? host.Find("pwsh") : null) ?? host.Find("redisps")) is { } found
                ? Of(found, [], module)
                : throw new HostException(HostFailure.ProgramNotFound, "There is neither pwsh nor redisps on PATH to run the task.", "Give the full path of one with -HostPath."),
        };
    }

    /// <summary>A task that runs lines. An error ends it, and its exit code tells.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="schedule">When.</param>
    /// <param name="script">One line of RedisPS commands.</param>
    public TaskDefinition Task(string name, TaskSchedule schedule, string script) => new(
        name, schedule, _program,
        _module is null
            ? [.. _first, $"{StopAtErrors}; {script}"]
            : [.. _first, "-NoProfile", "-NonInteractive", "-Command", $"{StopAtErrors}; Import-Module {ScriptText.Quote(_module)}; {script}"]);

    private static TaskHost Of(string program, string[] first, string module) =>
        NameOf(program) is not ("pwsh" or "powershell") ? new TaskHost(program, first, null)
        : File.Exists(module) ? new TaskHost(program, first, module)
        : throw new HostException(HostFailure.ProgramNotFound, $"PowerShell would find no module: there is no {module}.", "Register the task from PowerShell, where the module is imported; or let redisps run it.");

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
}

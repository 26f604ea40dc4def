using System.ComponentModel;
using System.Diagnostics;

namespace RedisPS.Core.Hosts;

/// <summary>The machine that RedisPS runs on: its programs, files and rights, and the one way to run a program.</summary>
public sealed class HostSystem
{
    private static readonly HostSystem s_real = new();
    private static readonly AsyncLocal<HostSystem?> s_instead = new();

    private readonly string? _searchPath;

    /// <summary>The machine; in a test whatever it put there.</summary>
    public static HostSystem Current => s_instead.Value ?? s_real;

    /// <summary>The kind of system.</summary>
    public HostPlatform Platform { get; init; } =
        OperatingSystem.IsLinux() ? HostPlatform.Linux
        : OperatingSystem.IsMacOS() ? HostPlatform.MacOS
        : OperatingSystem.IsWindows() ? HostPlatform.Windows
        : HostPlatform.Other;

    /// <summary>Whether this process may change the system: root, or an elevated administrator.</summary>
    public bool IsElevated { get; init; } = Environment.IsPrivilegedProcess;

    /// <summary>The folders that programs are looked for in: PATH as it is now, for a session may change it.</summary>
    public string SearchPath
    {
        get => _searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "";
        init => _searchPath = value;
    }

    /// <summary>Where the file system begins.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The user's own folder.</summary>
    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The full path of a program: itself where it is a path, else the first of that name on the search path; null when there is none.</summary>
    public string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal) || program.Contains('\\', StringComparison.Ordinal))
        {
            return File.Exists(program) ? program : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd"] : [""];
        return Folders().SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending))).FirstOrDefault(File.Exists);
    }

    /// <summary>Every program on the search path whose name passes, in the search path's order.</summary>
    public IEnumerable<string> FindAll(Func<string, bool> name)
    {
        // Often /bin is a link to /usr/bin: its programs are the same.
        foreach (string folder in Folders().Where(Directory.Exists).OrderBy(folder => new DirectoryInfo(folder).LinkTarget is not null).DistinctBy(RealFolder))
        {
            string[] files;
            try
            {
                files = Directory.GetFiles(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            foreach (string file in files.Where(file => name(Path.GetFileName(file))).Order(StringComparer.Ordinal))
            {
                yield return file;
            }
        }
    }

    /// <summary>A path of the file system, below <see cref="Root"/>; one in <see cref="Home"/> is where it says.</summary>
    public string At(string path) => Root == "/" || path.StartsWith(Home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : Path.Combine(Root, path.TrimStart('/'));

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it did, whatever its exit code.</returns>
    /// <exception cref="HostException">It is not there, cannot be started, or did not end in time.</exception>
    public async Task<CommandOutcome> RunAsync(HostCommand command, CancellationToken stop)
    {
        string path = Find(command.Program) ?? throw new HostException(
            HostFailure.ProgramNotFound, $"There is no program '{command.Program}' on this machine.", $"Install it, or add its folder to PATH.");
        using Process process = new() { StartInfo = StartInfo(path, command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new HostException(HostFailure.ProgramFailed, $"'{command}' could not be started: {e.Message}", "", e);
        }

        OutputTail output = new(process.StandardOutput, command.MostOutput);
        OutputTail errors = new(process.StandardError, command.MostOutput);
        await FeedAsync(process, command.Input).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(command.Timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            End(process);
            stop.ThrowIfCancellationRequested();
            throw new HostException(HostFailure.ProgramTimeout, $"'{command}' did not end within {command.Timeout.TotalSeconds:0} seconds and was ended. {Tail(errors, output)}");
        }

        // A server that the program left behind may keep the output open: what is there now is what the program wrote.
        await Task.WhenAny(Task.WhenAll(output.Completion, errors.Completion), Task.Delay(TimeSpan.FromMilliseconds(300), stop)).ConfigureAwait(false);
        return new CommandOutcome(command, process.ExitCode, output.Text, errors.Text);
    }

    /// <summary>Runs a program that only looks; null where it is not there or does not answer: there is then nothing to see.</summary>
    public async Task<CommandOutcome?> AskAsync(HostCommand command, CancellationToken stop)
    {
        try
        {
            return Find(command.Program) is null ? null : await RunAsync(command with { Timeout = Shorter(command.Timeout) }, stop).ConfigureAwait(false);
        }
        catch (HostException)
        {
            return null;
        }
    }

    /// <summary>From here to the end of the returned object, this flow of execution sees another machine.</summary>
    internal static IDisposable Use(HostSystem host) => new Instead(host);

    private static string RealFolder(string folder)
    {
        try
        {
            return (Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder)).TrimEnd(Path.DirectorySeparatorChar);
        }
        catch (IOException)
        {
            return folder;
        }
    }

    private static TimeSpan Shorter(TimeSpan limit) => limit < TimeSpan.FromSeconds(15) ? limit : TimeSpan.FromSeconds(15);

    private static string Tail(OutputTail errors, OutputTail output)
    {
        string text = errors.Text.Trim().Length > 0 ? errors.Text : output.Text;
        return string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(2));
    }

    private static async Task FeedAsync(Process process, string? input)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended by itself.
        }
    }

    private ProcessStartInfo StartInfo(string path, HostCommand command)
    {
        ProcessStartInfo start = new(path, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // What is read by programs is written for programs.
        start.Environment["LC_ALL"] = "C";
        start.Environment["PATH"] = SearchPath;
        foreach ((string name, string value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private string[] Folders() => SearchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private sealed class Instead : IDisposable
    {
        private readonly HostSystem? _before = s_instead.Value;

        public Instead(HostSystem host) => s_instead.Value = host;

        public void Dispose() => s_instead.Value = _before;
    }
}

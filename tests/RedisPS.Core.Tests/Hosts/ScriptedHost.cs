using RedisPS.Core.Hosts;

namespace RedisPS.Core.Tests.Hosts;

/// <summary>A machine whose programs are small scripts that write down how they were called and answer what was recorded from real ones.</summary>
internal sealed class ScriptedHost : IDisposable
{
    private readonly string _log;

    public ScriptedHost()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("redisps-host-").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "bin"));
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "root"));
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "home"));
        _log = Path.Combine(Directory, "calls.log");
    }

    public string Directory { get; }

    /// <summary>The calls so far, one a line: the program's name and its arguments.</summary>
    public string[] Calls => File.Exists(_log) ? File.ReadAllLines(_log) : [];

    public HostSystem Host(HostPlatform platform = HostPlatform.Linux, bool elevated = true) => new()
    {
        Platform = platform,
        IsElevated = elevated,
        SearchPath = Path.Combine(Directory, "bin"),
        Root = Path.Combine(Directory, "root"),
        Home = Path.Combine(Directory, "home"),
    };

    /// <summary>Puts a program on the search path; the body is shell, with the arguments in $*, and $HERE the folder of this machine.</summary>
    public ScriptedHost Program(string name, string body)
    {
        string path = Path.Combine(Directory, "bin", name);
        File.WriteAllText(path, $"#!/bin/sh\nHERE='{Directory}'\necho \"${{0##*/}} $*\" >> '{_log}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    /// <summary>Writes a file of the machine's file system.</summary>
    public ScriptedHost WithFile(string path, string text, bool executable = false)
    {
        string full = Path.Combine(Directory, "root", path.TrimStart('/'));
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

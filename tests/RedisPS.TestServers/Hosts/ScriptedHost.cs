using RedisPS.Core.Hosts;

namespace RedisPS.TestServers.Hosts;

/// <summary>A machine whose programs are small scripts that write down how they were called and answer what was recorded from real ones.</summary>
public sealed class ScriptedHost : IDisposable
{
    private readonly string _log;

    /// <summary>Makes an empty machine: no program, no file.</summary>
    public ScriptedHost()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("redisps-host-").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "bin"));
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "root"));
        System.IO.Directory.CreateDirectory(Path.Combine(Directory, "home"));
        _log = Path.Combine(Directory, "calls.log");
    }

    /// <summary>The folder that holds this machine, for whatever a test puts beside its file system.</summary>
    public string Directory { get; }

    /// <summary>The calls so far, one a line: the program's name and its arguments.</summary>
    public string[] Calls => File.Exists(_log) ? File.ReadAllLines(_log) : [];

    /// <summary>The user's crontab; null while there is none.</summary>
    public string? Crontab => File.Exists(CrontabFile) ? File.ReadAllText(CrontabFile) : null;

    private string CrontabFile => Path.Combine(Directory, "crontab");

    /// <summary>The machine as RedisPS sees it.</summary>
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
        ScriptFile.Write(Path.Combine(Directory, "bin", name), $"#!/bin/sh\nHERE='{Directory}'\necho \"${{0##*/}} $*\" >> '{_log}'\n{body}\n");
        return this;
    }

    /// <summary>Gives its user a crontab; with no text there is none yet.</summary>
    public ScriptedHost WithCrontab(string? text = null)
    {
        if (text is not null)
        {
            File.WriteAllText(CrontabFile, text);
        }

        return Program("crontab", "PATH=/usr/bin:/bin; case \"$1\" in -l) if [ -e $HERE/crontab ]; then cat $HERE/crontab; else echo 'no crontab for app' >&2; exit 1; fi;; -) cat > $HERE/crontab;; esac");
    }

    /// <summary>Writes a file of the machine's file system.</summary>
    public ScriptedHost WithFile(string path, string text, bool executable = false)
    {
        string full = Path.Combine(Directory, "root", path.TrimStart('/'));
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (executable)
        {
            ScriptFile.Write(full, text);
        }
        else
        {
            File.WriteAllText(full, text);
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RedisPS.Tests.Menu;

/// <summary>A terminal that the kernel makes, and a program of its own session in it.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const nuint SetWindowSize = 0x5414;
    private const short NewSession = 0x80;
    private const int OpaqueSize = 1024;
    private const int Killed = 9;
    private const int WithoutWaiting = 1;

    private readonly SafeFileHandle _master;
    private readonly FileStream _stream;
    private readonly int _pid;
    private int? _status;

    internal PseudoTerminal(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment, int width, int height)
    {
        int master = posix_openpt(ReadWrite | NoControllingTerminal);
        Check(Math.Min(master, 0));
        _master = new SafeFileHandle(master, ownsHandle: true);
        Check(grantpt(master));
        Check(unlockpt(master));
        Name = Marshal.PtrToStringUTF8(ptsname(master))!;
        Resize(width, height);
        Settings = ReadSettings();
        _pid = Spawn(program, arguments, environment);
        _stream = new FileStream(_master, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The path of the side the program sees.</summary>
    internal string Name { get; }

    /// <summary>The terminal's settings before the program started.</summary>
    internal string Settings { get; }

    internal string ReadSettings()
    {
        using System.Diagnostics.Process stty = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("stty", ["-F", Name, "-g"]) { RedirectStandardOutput = true })!;
        string text = stty.StandardOutput.ReadToEnd();
        stty.WaitForExit();
        return text.Trim();
    }

    internal void Resize(int width, int height)
    {
        ushort[] size = [(ushort)height, (ushort)width, 0, 0];
        Check(ioctl((int)_master.DangerousGetHandle(), SetWindowSize, size));
    }

    internal void Write(byte[] bytes) => _stream.Write(bytes);

    /// <summary>What the program wrote; 0 when it has ended.</summary>
    internal int Read(byte[] buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    internal void Signal(int signal) => Check(kill(_pid, signal));

    /// <summary>The exit code; null while it runs. One that a signal ended has 128 and the signal.</summary>
    internal int? ExitCode()
    {
        if (_status is null && waitpid(_pid, out int status, WithoutWaiting) == _pid)
        {
            _status = status;
        }

        return _status is not { } ended ? null : (ended & 0x7f) == 0 ? (ended >> 8) & 0xff : 128 + (ended & 0x7f);
    }

    public void Dispose()
    {
        if (ExitCode() is null)
        {
            _ = kill(_pid, Killed);
            _ = waitpid(_pid, out _, 0);
        }

        _stream.Dispose();
        _master.Dispose();
    }

    // The session is new and has no terminal, so the first it opens is its own: the order of posix_spawn, and no code between fork and exec.
    private int Spawn(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        byte[] actions = new byte[OpaqueSize];
        byte[] attributes = new byte[OpaqueSize];
        Check(posix_spawn_file_actions_init(actions));
        Check(posix_spawnattr_init(attributes));
        Check(posix_spawnattr_setflags(attributes, NewSession));
        Check(posix_spawn_file_actions_addopen(actions, 0, Name, ReadWrite, 0));
        Check(posix_spawn_file_actions_adddup2(actions, 0, 1));
        Check(posix_spawn_file_actions_adddup2(actions, 0, 2));
        Dictionary<string, string?> variables = [];
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value;
        }

        foreach ((string name, string? value) in environment)
        {
            variables[name] = value;
        }

        string?[] envp = [.. variables.Where(one => one.Value is not null).Select(one => $"{one.Key}={one.Value}"), null];
        Check(posix_spawn(out int pid, program, actions, attributes, [program, .. arguments, null], envp));
        return pid;
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(result > 0 ? result : Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int grantpt(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlockpt(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern nint ptsname(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, ushort[] size);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int waitpid(int pid, out int status, int options);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_init(byte[] actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addopen(byte[] actions, int descriptor, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_adddup2(byte[] actions, int from, int to);

    [DllImport("libc")]
    private static extern int posix_spawnattr_init(byte[] attributes);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setflags(byte[] attributes, short flags);

    [DllImport("libc")]
    private static extern int posix_spawn(out int pid, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] actions, byte[] attributes,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);
}

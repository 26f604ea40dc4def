using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;

namespace RedisPS.Core.Service;

/// <summary>The server processes of this machine.</summary>
internal static partial class ProcessTable
{
    /// <summary>Processes of servers, as far as this user may see them.</summary>
    public static IReadOnlyList<ServerProcessInfo> Servers()
    {
        List<ServerProcessInfo> found = [];
        foreach (Process process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    string name = NameOf(process);
                    if ((ServerProgram.ProductOf(name) != Client.ServerProduct.Unknown || name is "redis-sentinel" or "valkey-sentinel") && !IsZombie(process.Id))
                    {
                        found.Add(Read(process.Id, name));
                    }
                }
                catch (InvalidOperationException)
                {
                    // It has just ended.
                }
            }
        }

        return found;
    }

    /// <summary>Whether a process of this number runs.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited && !IsZombie(processId);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The process that a file names, if it runs and is a server: numbers are used again.</summary>
    public static int? ReadPidFile(HostSystem host, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        try
        {
            if (!int.TryParse(File.ReadAllText(host.At(path)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                return null;
            }

            using Process process = Process.GetProcessById(id);
            return ServerProgram.ProductOf(NameOf(process)) != Client.ServerProduct.Unknown && !IsZombie(id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // The title's first word is the program, also where a loader started it; these servers write the rest of it themselves:
    // "redis-server 127.0.0.1:6379", which .NET takes for the name.
    private static string NameOf(Process process)
    {
        string title = OperatingSystem.IsLinux() ? TitleOf(process.Id) : "";
        string first = title.Split(' ', 2)[0].TrimEnd(':');
        return Path.GetFileName(first.Length > 0 ? first : process.ProcessName.Split(' ')[0]);
    }

    private static string TitleOf(int processId)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static bool IsZombie(int processId)
    {
        try
        {
            string stat = OperatingSystem.IsLinux() ? File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")) : "";
            int end = stat.LastIndexOf(')');
            return end > 0 && end + 2 < stat.Length && stat[end + 2] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    // A server shows where it listens in its title: "redis-server 127.0.0.1:6379", "redis-server *:26379 [sentinel]".
    private static ServerProcessInfo Read(int id, string name)
    {
        string title = OperatingSystem.IsLinux() ? TitleOf(id) : "";
        string? path = null;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                path = File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/exe"), returnFinalTarget: false)?.FullName;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process: its name is all there is.
        }

        // Debian's redis-server is a link to redis-check-rdb, which acts by the name it is called.
        if (path is not null && ServerProgram.ProductOf(path) == Client.ServerProduct.Unknown && Path.Combine(Path.GetDirectoryName(path)!, name) is var called && File.Exists(called))
        {
            path = called;
        }

        Match match = Title().Match(title);
        string? garnet = GarnetFile().Match(title) is { Success: true } file ? file.Groups[1].Value : null;
        return new ServerProcessInfo(
            id,
            name,
            path,
            match.Success ? int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture) : garnet is null ? null : GarnetConfiguration.PortOf(HostSystem.Current, garnet),
            match.Success && match.Groups["host"].Value is not ("" or "*" or "0.0.0.0") ? match.Groups["host"].Value : "127.0.0.1",
            title.Contains("[sentinel]", StringComparison.Ordinal) || title.Contains("--sentinel", StringComparison.Ordinal),
            garnet);
    }

    [GeneratedRegex(@"--config-import-path (\S+)")]
    private static partial Regex GarnetFile();

    [GeneratedRegex(@"(?:(?<= )(?<host>\*|[\d.]+|\[?[0-9a-f:]+\]?):(?<port>\d+))|(?:--port[ =](?<port>\d+))")]
    private static partial Regex Title();
}

using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Core.Configuration;

/// <summary>Whether a server can write its configuration back to its file, as far as can be told without trying.</summary>
public sealed class ConfigPersistence
{
    /// <summary>False when it is known that it cannot; true otherwise, which is no promise.</summary>
    public bool CanPersist { get; init; }

    /// <summary>Why it cannot, or what stands in the way of knowing; empty when all looks well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's configuration file, a path on the server; null when there is none or it may not be known.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether the file can be read here: the server is a process of this machine.</summary>
    public bool IsReadable { get; init; }

    /// <summary>Whether the server is a process of this machine, so that its paths are paths here.</summary>
    internal bool IsLocal { get; init; }

    /// <summary>The directory in which the server is at work, for files that are included by a relative path; null when it is not known.</summary>
    internal string? WorkingDirectory { get; init; }

    internal ConfigFailure Failure { get; init; }

    /// <summary>What would have to be done first; empty when that is not known.</summary>
    internal string Remedy { get; init; } = "";

    /// <summary>Asks a server. Redis command: INFO server.</summary>
    /// <param name="client">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<ConfigPersistence> CheckAsync(RedisClient client, CancellationToken stop = default) =>
        Of(client, await client.SendAsync(InfoCommand(), stop).ConfigureAwait(false));

    /// <inheritdoc/>
    public override string ToString() => CanPersist ? $"can be saved to {ConfigFile ?? "an unknown file"}" : Reason;

    internal static RedisCommand InfoCommand() => new("INFO", "server");

    /// <summary>What an answer to INFO server says.</summary>
    internal static ConfigPersistence Of(RedisClient client, RespValue info)
    {
        if (client.Capabilities.Product == ServerProduct.Garnet)
        {
            return No(ConfigFailure.NotWritten, "Garnet answers OK to CONFIG REWRITE and writes nothing");
        }

        if (info.IsError)
        {
            return new ConfigPersistence { CanPersist = true, Reason = "the user may not run INFO, so whether there is a configuration file is not known" };
        }

        ServerInfo parsed = ServerInfo.Parse(info.AsText() ?? "");
        if (parsed.GetText("config_file") is not { } path)
        {
            return new ConfigPersistence { CanPersist = true, Reason = "the server does not say whether it has a configuration file" };
        }

        long? process = LocalProcess(client, parsed);
        if (path.Length == 0)
        {
            return No(ConfigFailure.FileMissing, "the server was started without a configuration file", isLocal: process is not null);
        }

        if (process is not { } id)
        {
            return new ConfigPersistence { CanPersist = true, ConfigFile = path };
        }

        string? obstacle = OperatingSystem.IsLinux() ? MountTable.WhyNotReplaced(id, path) : null;
        return obstacle is not null
            ? No(ConfigFailure.FileNotWritable, obstacle, path, isLocal: true)
            : Local(path, WorkingDirectoryOf(id));
    }

    /// <summary>The file as it is now, with what it includes; null when it cannot be read here.</summary>
    internal ConfigFile? Load() => IsReadable ? Read(ConfigFile!, WorkingDirectory) : null;

    /// <summary>The exception for a server that cannot.</summary>
    internal ConfigException ToException(string server) => new(
        Failure,
        $"The configuration of {server} cannot be saved: {Reason}. Nothing was changed.",
        Remedy.Length > 0
            ? $"{Remedy} Or leave -Persist out: the change lasts until the server starts again."
            : Failure == ConfigFailure.FileMissing
            ? "Start the server with a configuration file; or leave -Persist out, and the change lasts until the server starts again."
            : "Leave -Persist out: the change lasts until the server starts again. To make it last, change it where the server is started.");

    private static ConfigPersistence No(ConfigFailure failure, string reason, string? path = null, bool isLocal = false) =>
        new() { CanPersist = false, Failure = failure, Reason = reason, ConfigFile = path, IsLocal = isLocal };

    private static ConfigPersistence Local(string path, string? workingDirectory)
    {
        ConfigFile? file = Read(path, workingDirectory);
        return file?.WrittenTwice is not { } twice
            ? new ConfigPersistence { CanPersist = true, ConfigFile = path, WorkingDirectory = workingDirectory, IsLocal = true, IsReadable = file is not null }
            : new ConfigPersistence
            {
                Failure = ConfigFailure.FileNotWritable,
                Reason = $"{twice.File} has '{twice.Name}' lines, and CONFIG REWRITE would write the same into {path}: with both the server does not start",
                Remedy = twice.Name == "user"
                    ? $"Move those lines into {path} itself, or all users into a file of their own (aclfile)."
                    : $"Move those lines into {path} itself.",
                ConfigFile = path,
                WorkingDirectory = workingDirectory,
                IsLocal = true,
                IsReadable = true,
            };
    }

    private static string? WorkingDirectoryOf(long process)
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo($"/proc/{process}/cwd").LinkTarget : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The same path may exist here and mean another file: behind a tunnel or in a container. A process of the same number that started
    // at the same time is the server.
    private static long? LocalProcess(RedisClient client, ServerInfo info)
    {
        if (!IsThisMachine(client.Endpoint) || info.GetInteger("process_id") is not { } id || info.GetInteger("uptime_in_seconds") is not { } uptime)
        {
            return null;
        }

        try
        {
            using Process process = Process.GetProcessById((int)id);
            TimeSpan age = DateTime.Now - process.StartTime;
            return Math.Abs(age.TotalSeconds - uptime) < 5 ? id : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }

    private static bool IsThisMachine(RedisEndpoint endpoint) =>
        endpoint.UnixSocketPath is not null
        || endpoint.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || endpoint.Host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(endpoint.Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static ConfigFile? Read(string path, string? workingDirectory)
    {
        try
        {
            return Configuration.ConfigFile.Load(path, workingDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Globalization;
using RedisPS.Core;
using RedisPS.Core.Connections;
using RedisPS.Core.Installation;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Runner.Menu;

/// <summary>What the status line knows, and what of the menu follows from it.</summary>
internal sealed class ServerState
{
    // Address, product, running, role, memory, keys, database: what goes first when there is no room.
    private static readonly int[] s_first = [2, 3, 6, 1, 4];

    private RedisConnection? _asked;

    internal bool IsConnected { get; private set; }

    /// <summary>Who the connection is.</summary>
    internal string User { get; private set; } = "";

    /// <summary>The address of the server; empty while there is none.</summary>
    internal string Address { get; private set; } = "";

    private List<string> _text = [];

    /// <summary>The state in one row: where there is little room, the user, address, memory and keys stay longest.</summary>
    internal string TextFor(int width)
    {
        List<string> parts = [.. _text];
        foreach (int index in s_first.Where(index => index < parts.Count))
        {
            if (Joined(parts).Length < width)
            {
                break;
            }

            parts[index] = "";
        }

        return Joined(parts);
    }

    /// <summary>Why there is no server to talk to; empty while there is one.</summary>
    internal string Trouble { get; private set; } = "";

    internal bool HasService { get; private set; }

    internal string ServiceTrouble { get; private set; } = "";

    /// <summary>A service that could be started; null when none is stopped.</summary>
    internal string? StoppedService { get; private set; }

    /// <summary>Whether there is no server on this machine, as far as was looked.</summary>
    internal bool HasNoInstallation { get; private set; }

    /// <summary>What the connection's user may do.</summary>
    internal Rights Rights { get; } = new();

    internal List<string> Ran { get; } = [];

    /// <summary>Asks anew for what is asked once for each connection.</summary>
    internal void ForgetRights() => _asked = null;

    internal void Refresh(LineRunner runner, bool looksAtMachine)
    {
        Ran.Clear();
        LineResult connection = Run(runner, "Get-RedisConnection");
        RedisConnection? current = connection.Objects.OfType<RedisConnection>().FirstOrDefault(one => one.IsDefault);
        IsConnected = current is not null;
        User = current?.User ?? "";
        Address = current?.Server ?? "";
        if (current is null)
        {
            _asked = null;
            Rights.Forget();
        }

        Trouble = "";
        StoppedService = null;
        HasNoInstallation = false;
        if (current is not null)
        {
            ReadServer(runner, current);
            ReadRights(runner, current);
        }

        if (looksAtMachine || current is null || Trouble.Length > 0)
        {
            ReadMachine(runner, current);
        }
    }

    /// <summary>A line found that the server is not there: the state must not go on saying that it runs.</summary>
    internal void NoteLoss(string errors)
    {
        if (IsConnected)
        {
            Trouble = errors.Trim();
            _text = [_text.FirstOrDefault() ?? "", "", "not answering"];
        }
    }

    private void ReadServer(LineRunner runner, RedisConnection current)
    {
        LineResult read = Run(runner, "Get-RedisServer");
        if (read.Objects.OfType<RedisServer>().FirstOrDefault() is not { } server)
        {
            Trouble = read.Interrupted ? "interrupted" : read.Errors.Trim();
            _text = [current.Server, "", "not answering"];
            return;
        }

        Rights.IsReadOnlyReplica = server.IsReadOnly == true;
        List<string> parts = [current.User == "default" ? server.Server : $"{current.User}@{server.Server}", $"{server.Product} {server.Version}".Trim(), server.IsLoading == true ? "loading" : "running"];
        parts.Add(server.Mode == "sentinel" ? "Sentinel" : server.IsReadOnly == true ? server.Role + ", read only" : server.Role ?? "");
        parts.Add(server.MaxMemoryBytes is > 0 ? $"{server.UsedMemoryText} of {server.MaxMemoryText}" : server.UsedMemoryText);
        parts.Add(server.KeyCount switch { null => "", 1 => "1 key", { } count => count.ToString("N0", CultureInfo.InvariantCulture) + " keys" });
        parts.Add($"db{current.Database.ToString(CultureInfo.InvariantCulture)}");
        _text = parts;
    }

    private void ReadRights(LineRunner runner, RedisConnection current)
    {
        if (Trouble.Length > 0 || ReferenceEquals(_asked, current))
        {
            return;
        }

        _asked = current;
        Rights.Read(line => Run(runner, line), current.Name);
    }

    private void ReadMachine(LineRunner runner, RedisConnection? current)
    {
        LineResult services = Run(runner, "Get-RedisService");
        List<RedisService> found = services.Objects.OfType<RedisService>().ToList();
        HasService = found.Count > 0;
        RedisService? stopped = found.FirstOrDefault(service => service is { Status: ServiceStatus.Stopped, Role: "Server" } && (current is null || service.Server == current.Server));
        StoppedService = current is null || Trouble.Length > 0 ? stopped?.Name : null;
        ServiceTrouble = HasService ? "" : services.Failed ? FirstLine(services.Errors) : "this machine has no service of a Redis server";
        if (current is not null)
        {
            return;
        }

        if (found.Count > 0)
        {
            _text = ["not connected", "", Services([.. found.Where(service => service.Role == "Server")])];
            return;
        }

        RedisInstallation? installed = Run(runner, "Get-RedisInstallation").Objects.OfType<RedisInstallation>().FirstOrDefault();
        HasNoInstallation = installed is null;
        _text = ["not connected", "", installed is null ? "no server installed here" : $"{$"{installed.Product} {installed.VersionText}".Trim()} installed, {(installed.IsRunning ? "running" : "stopped")}"];
    }

    private static string Joined(List<string> parts) => string.Join("  ", parts.Where(part => part.Length > 0));

    private static string Services(List<RedisService> servers)
    {
        const int Most = 3;
        return servers.Count <= Most
            ? string.Join(", ", servers.Select(service => $"{service.Name} {service.Status.ToString().ToLowerInvariant()}"))
            : string.Create(CultureInfo.InvariantCulture, $"{servers.Count(service => service.Status == ServiceStatus.Running)} of {servers.Count} servers here running");
    }

    private LineResult Run(LineRunner runner, string line)
    {
        Ran.Add(line);
        return runner.Run(line);
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}

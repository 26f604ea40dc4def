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
    private RedisConnection? _asked;

    internal bool IsConnected { get; private set; }

    /// <summary>Who the connection is.</summary>
    internal string User { get; private set; } = "";

    internal string Text { get; private set; } = "";

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

        if (looksAtMachine || current is null)
        {
            ReadMachine(runner, current is null);
        }
    }

    private void ReadServer(LineRunner runner, RedisConnection current)
    {
        LineResult read = Run(runner, "Get-RedisServer");
        if (read.Objects.OfType<RedisServer>().FirstOrDefault() is not { } server)
        {
            Trouble = FirstLine(read.Interrupted ? "interrupted" : read.Errors);
            Text = $"{current.Server}  not answering";
            return;
        }

        Rights.IsReadOnlyReplica = server.IsReadOnly == true;
        List<string> parts = [current.User == "default" ? server.Server : $"{current.User}@{server.Server}", $"{server.Product} {server.Version}".Trim(), server.IsLoading == true ? "loading" : "running"];
        if (server.Role is { } role)
        {
            parts.Add(server.IsReadOnly == true ? role + ", read only" : role);
        }

        if (server.UsedMemoryBytes is not null)
        {
            parts.Add(server.MaxMemoryBytes is > 0 ? $"{server.UsedMemoryText} of {server.MaxMemoryText}" : server.UsedMemoryText);
        }

        if (server.KeyCount is { } count)
        {
            parts.Add(count == 1 ? "1 key" : count.ToString("N0", CultureInfo.InvariantCulture) + " keys");
        }

        parts.Add($"db{current.Database.ToString(CultureInfo.InvariantCulture)}");
        Text = string.Join("  ", parts);
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

    private void ReadMachine(LineRunner runner, bool tells)
    {
        LineResult services = Run(runner, "Get-RedisService");
        List<RedisService> found = services.Objects.OfType<RedisService>().ToList();
        HasService = found.Count > 0;
        StoppedService = IsConnected && Trouble.Length == 0 ? null : found.FirstOrDefault(service => service is { Status: ServiceStatus.Stopped, Role: "Server" })?.Name;
        ServiceTrouble = HasService ? "" : services.Failed ? FirstLine(services.Errors) : "this machine has no service of a Redis server";
        if (!tells)
        {
            return;
        }

        if (found.Count > 0)
        {
            Text = "not connected  " + Services([.. found.Where(service => service.Role == "Server")]);
            return;
        }

        RedisInstallation? installed = Run(runner, "Get-RedisInstallation").Objects.OfType<RedisInstallation>().FirstOrDefault();
        HasNoInstallation = installed is null;
        Text = installed is null ? "not connected  no server installed here"
            : $"not connected  {installed.Product} {installed.VersionText} installed, {(installed.IsRunning ? "running" : "stopped")}";
    }

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

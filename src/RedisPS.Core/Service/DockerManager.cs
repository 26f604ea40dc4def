using System.Globalization;
using System.Text.Json;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Servers in docker containers.</summary>
internal sealed class DockerManager(HostSystem host) : ServiceManager(host)
{
    public override ServiceProvider Provider => ServiceProvider.Docker;

    public override bool NeedsElevation => false;

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        CommandOutcome? listed = await Host.AskAsync(new HostCommand("docker", "ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Image}}") { Timeout = TimeSpan.FromSeconds(5), OnlyReads = true }, stop).ConfigureAwait(false);
        string[] ids = listed is not { Succeeded: true } ? [] : listed.Lines.Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2 && ServiceNames.IsServerImage(pair[1])).Select(pair => pair[0]).ToArray();
        if (ids.Length == 0)
        {
            return [];
        }

        CommandOutcome? inspected = await Host.AskAsync(new HostCommand("docker", ["inspect", .. ids]) { OnlyReads = true }, stop).ConfigureAwait(false);
        if (inspected is not { Succeeded: true })
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(inspected.Output);
        return document.RootElement.EnumerateArray().Select(Read).ToArray();
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout)
    {
        // Without a limit of its own docker kills a server that has not written its data within ten seconds.
        string seconds = Math.Max(1, (int)timeout.TotalSeconds - 1).ToString(CultureInfo.InvariantCulture);
        return action switch
        {
            ServiceAction.Start => [new HostCommand("docker", "start", service.Identity!)],
            ServiceAction.Stop => [new HostCommand("docker", "stop", "--time", seconds, service.Identity!)],
            ServiceAction.Restart => [new HostCommand("docker", "restart", "--time", seconds, service.Identity!)],
            ServiceAction.Enable => [new HostCommand("docker", "update", "--restart", "unless-stopped", service.Identity!)],
            _ => [new HostCommand("docker", "update", "--restart", "no", service.Identity!)],
        };
    }

    public override async Task<string> LogAsync(RedisService service, CancellationToken stop)
    {
        CommandOutcome? log = await Host.AskAsync(new HostCommand("docker", "logs", "--tail", "5", service.Identity!) { OnlyReads = true }, stop).ConfigureAwait(false);
        return log is null ? "" : string.Join(" | ", log.Lines.Concat(log.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TakeLast(5));
    }

    protected override string Advice(RedisService service) => $"See docker logs {service.Name}.";

    private static RedisService Read(JsonElement container)
    {
        JsonElement state = container.GetProperty("State");
        string image = Text(container.GetProperty("Config"), "Image");
        (string host, int? port) = Published(container);
        return new RedisService
        {
            Name = Text(container, "Name").TrimStart('/'),
            Identity = Text(container, "Name").TrimStart('/'),
            Provider = ServiceProvider.Docker,
            Product = ServiceNames.ProductOf(image),
            Role = ServiceNames.RoleOf(Text(container, "Name")),
            Status = Text(state, "Status") switch
            {
                "running" => ServiceStatus.Running,
                "restarting" => ServiceStatus.Starting,
                "removing" => ServiceStatus.Stopping,
                "dead" => ServiceStatus.Failed,
                "exited" when state.TryGetProperty("ExitCode", out JsonElement code) && code.GetInt32() is not (0 or 143) => ServiceStatus.Failed,
                "exited" or "created" => ServiceStatus.Stopped,
                _ => ServiceStatus.Unknown,
            },
            StartType = Restart(container) is "always" or "unless-stopped" or "on-failure" ? ServiceStartType.Automatic : ServiceStartType.Manual,
            ProcessId = state.TryGetProperty("Pid", out JsonElement pid) && pid.GetInt32() > 0 ? pid.GetInt32() : null,
            HostName = host,
            Port = port,
            Note = port is null ? $"{image}; its port is not published to this machine." : image,
        };
    }

    private static string Restart(JsonElement container) =>
        container.TryGetProperty("HostConfig", out JsonElement settings) && settings.TryGetProperty("RestartPolicy", out JsonElement policy) ? Text(policy, "Name") : "";

    private static (string Host, int? Port) Published(JsonElement container)
    {
        if (container.TryGetProperty("HostConfig", out JsonElement settings) && settings.TryGetProperty("PortBindings", out JsonElement bindings) && bindings.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty binding in bindings.EnumerateObject().Where(binding => binding.Value.ValueKind == JsonValueKind.Array && binding.Value.GetArrayLength() > 0))
            {
                if (int.TryParse(Text(binding.Value[0], "HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
                {
                    string address = Text(binding.Value[0], "HostIp");
                    return (address is "" or "0.0.0.0" or "::" ? "127.0.0.1" : address, port);
                }
            }
        }

        return settings.ValueKind == JsonValueKind.Object && Text(settings, "NetworkMode") == "host" ? ("127.0.0.1", 6379) : ("127.0.0.1", null);
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>Makes a container of a server, its port published on this machine's loopback only.</summary>
internal sealed class DockerInstaller(HostSystem host)
{
    private static readonly Dictionary<ServerProduct, (string Image, string Server)> s_images = new()
    {
        [ServerProduct.Redis] = ("redis", "redis-server"),
        [ServerProduct.Valkey] = ("valkey/valkey", "valkey-server"),
        [ServerProduct.Garnet] = ("ghcr.io/microsoft/garnet", ""),
    };

    public async Task<InstallPlan> PlanAsync(InstallRequest request, CancellationToken stop)
    {
        if (!s_images.TryGetValue(request.Product, out (string Image, string Server) product))
        {
            throw new HostException(HostFailure.ProductUnavailable, $"RedisPS knows no image of {request.Product}.", "Choose Redis, Valkey or Garnet.");
        }

        CommandOutcome? version = await host.AskAsync(new HostCommand("docker", "version", "--format", "{{.Server.Version}}") { OnlyReads = true }, stop).ConfigureAwait(false);
        if (version is not { Succeeded: true })
        {
            throw new HostException(
                HostFailure.ProviderUnavailable, version is null ? "There is no docker on this machine." : $"docker has no server to talk to: {version.Complaint}", "Start docker, or choose another -Provider.");
        }

        string image = request.Image ?? $"{product.Image}:{request.Version ?? "latest"}";
        string name = request.ContainerName ?? request.Product.ToString().ToLowerInvariant();
        string[] server = Server(request, product.Server);
        CommandOutcome? present = await host.AskAsync(new HostCommand("docker", "inspect", name) { OnlyReads = true }, stop).ConfigureAwait(false);
        InstallPlan plan = new() { Request = request, Provider = InstallProvider.Docker, PackageName = image };
        if (present is { Succeeded: true })
        {
            return plan with
            {
                InstalledVersion = image,
                Note = Difference(present.Output, name, image, server),
                ServiceSteps = request.StartService && !IsRunning(present.Output) ? [$"docker start {name}"] : [],
            };
        }

        string port = request.Settings.TryGetValue("port", out IReadOnlyList<string>? ports) ? ports[0] : "6379";
        HostCommand create = new(
            "docker",
            [request.StartService ? "run" : "create", .. request.StartService ? new[] { "--detach" } : [], "--name", name, "--restart", request.EnableService ? "unless-stopped" : "no",
             "--publish", $"127.0.0.1:{port}:6379", "--volume", $"{request.Volume ?? name + "-data"}:/data", image, .. server])
        {
            Timeout = TimeSpan.FromMinutes(5),
        };
        return plan with
        {
            Commands = [new HostCommand("docker", "pull", image) { Timeout = TimeSpan.FromMinutes(15) }, create],
            Note = request.Settings.Keys.Any(Configuration.ConfigCatalogue.IsSensitive) ? "Secrets among the settings can be seen with docker inspect." : "",
        };
    }

    public async Task<InstallResult> RunAsync(InstallPlan plan, Action<string>? report, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        ServiceControl control = new(host);
        foreach (HostCommand command in plan.Commands)
        {
            report?.Invoke(command.ToString());
            (await host.RunAsync(command, stop).ConfigureAwait(false)).Require(HostFailure.InstallFailed, "docker's own words are in the message.");
        }

        string name = plan.Request.ContainerName ?? plan.Request.Product.ToString().ToLowerInvariant();
        RedisService service = (await control.ListAsync(null, stop).ConfigureAwait(false)).FirstOrDefault(candidate => candidate.Provider == ServiceProvider.Docker && candidate.Name == name)
            ?? throw new HostException(HostFailure.InstallFailed, $"The container {name} is not there after docker reported success, or its image is none of a server.", $"Look at it with docker inspect {name}.");
        ServiceOptions options = new() { Timeout = plan.Request.Timeout, Access = Access(plan.Request) };
        ServiceChange? change = plan.Request.StartService ? await control.StartAsync(service, options, stop).ConfigureAwait(false) : null;
        ServiceChange? enabled = plan.Request.EnableService ? await control.SetStartAsync(service, automatic: true, options, stop).ConfigureAwait(false) : null;
        return new InstallResult
        {
            Product = plan.Request.Product,
            Provider = InstallProvider.Docker,
            PackageName = plan.PackageName,
            Changed = plan.Commands.Count > 0 || change is { Changed: true } || enabled is { Changed: true },
            InstalledNow = plan.Commands.Count > 0,
            PreviousVersion = plan.InstalledVersion,
            VersionText = plan.Request.Version ?? "",
            Path = plan.PackageName,
            ServiceName = name,
            Status = change?.Status ?? service.Status,
            Readiness = change?.Readiness,
            StartType = enabled?.StartType ?? service.StartType,
            Server = service.Server,
            Elapsed = Stopwatch.GetElapsedTime(started),
            Commands = plan.Commands.Select(command => command.ToString()).ToArray(),
            Note = plan.Note,
        };
    }

    private static ServiceAccess Access(InstallRequest request) =>
        request.Settings.TryGetValue("requirepass", out IReadOnlyList<string>? password) ? new ServiceAccess(null, new RedisSecret(password[0])) : new ServiceAccess();

    // The port inside stays 6379; the one outside is what the publishing is for.
    private static string[] Server(InstallRequest request, string program)
    {
        IEnumerable<string> settings = request.Settings.Where(setting => !setting.Key.Equals("port", StringComparison.OrdinalIgnoreCase))
            .SelectMany(setting => setting.Value.SelectMany(value => ConfigurationLine.Parse(ConfigurationLine.Format(setting.Key, value)).Skip(1).Prepend("--" + setting.Key)));
        string[] words = settings.ToArray();
        return words.Length == 0 || program.Length == 0 ? words : [program, .. words];
    }

    private static string Difference(string inspected, string name, string image, string[] server)
    {
        using JsonDocument document = JsonDocument.Parse(inspected);
        JsonElement settings = document.RootElement[0].GetProperty("Config");
        string present = settings.TryGetProperty("Image", out JsonElement text) ? text.GetString() ?? "" : "";
        string[] command = settings.TryGetProperty("Cmd", out JsonElement words) && words.ValueKind == JsonValueKind.Array ? words.EnumerateArray().Select(word => word.GetString() ?? "").ToArray() : [];
        bool same = present == image && (server.Length == 0 || command.SequenceEqual(server));
        return same ? "" : string.Create(CultureInfo.InvariantCulture, $"The container {name} exists with another image or other settings ({present}) and was left as it is; remove it first to make it anew.");
    }

    private static bool IsRunning(string inspected)
    {
        using JsonDocument document = JsonDocument.Parse(inspected);
        return document.RootElement[0].GetProperty("State").GetProperty("Status").GetString() == "running";
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Services of launchd, with those that Homebrew brings.</summary>
internal sealed partial class LaunchdManager(HostSystem host) : ServiceManager(host)
{
    public override ServiceProvider Provider => ServiceProvider.Launchd;

    public override bool NeedsElevation => false;

    public override bool HasRestart => false;

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        CommandOutcome? loaded = await Host.AskAsync(new HostCommand("launchctl", "list") { OnlyReads = true }, stop).ConfigureAwait(false);
        Dictionary<string, (int? Pid, string Exit)> running = (loaded?.Lines ?? []).Select(line => line.Split('\t', ' ').Where(word => word.Length > 0).ToArray())
            .Where(words => words.Length == 3).GroupBy(words => words[2], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (int.TryParse(group.First()[0], out int pid) ? pid : (int?)null, group.First()[1]), StringComparer.Ordinal);
        return Definitions().Select(file => Read(file, running)).ToArray();
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout)
    {
        string file = service.Identity!;
        string domain = file.StartsWith(Host.At("/Library/LaunchDaemons"), StringComparison.Ordinal) ? "system" : $"gui/{UserId}";
        string label = Path.GetFileNameWithoutExtension(file);
        return action switch
        {
            ServiceAction.Start when !service.IsLoaded => [new HostCommand("launchctl", "bootstrap", domain, file)],
            ServiceAction.Start => [new HostCommand("launchctl", "kickstart", $"{domain}/{label}")],
            ServiceAction.Stop => [new HostCommand("launchctl", "bootout", $"{domain}/{label}")],
            ServiceAction.Enable when !IsRegistered(file) => [new HostCommand("cp", file, Registered(label)), new HostCommand("launchctl", "enable", $"{domain}/{label}")],
            ServiceAction.Enable => [new HostCommand("launchctl", "enable", $"{domain}/{label}")],
            ServiceAction.Disable => [new HostCommand("launchctl", "disable", $"{domain}/{label}")],
            _ => throw new HostException(HostFailure.ServiceNotSupported, $"launchd has no command for {action}."),
        };
    }

    private static string UserId => OperatingSystem.IsWindows() ? "0" : NativeMethods.GetUserId().ToString(CultureInfo.InvariantCulture);

    private static bool IsRegistered(string file) => file.Contains("/LaunchAgents/", StringComparison.Ordinal) || file.Contains("/LaunchDaemons/", StringComparison.Ordinal);

    private string Registered(string label) => Path.Combine(Host.Home, "Library", "LaunchAgents", label + ".plist");

    private IEnumerable<string> Definitions()
    {
        string[] folders = [Path.Combine(Host.Home, "Library", "LaunchAgents"), Host.At("/Library/LaunchAgents"), Host.At("/Library/LaunchDaemons"),
            .. new[] { "/opt/homebrew/opt", "/usr/local/opt" }.SelectMany(prefix => new[] { "redis", "valkey" }.Select(formula => Host.At($"{prefix}/{formula}")))];

        // A registered one before the one that Homebrew keeps for registering.
        return folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.plist"))
            .Where(file => ServiceNames.IsServer(Path.GetFileNameWithoutExtension(file)))
            .DistinctBy(Path.GetFileName);
    }

    private RedisService Read(string file, Dictionary<string, (int? Pid, string Exit)> running)
    {
        string label = Path.GetFileNameWithoutExtension(file);
        string text = File.ReadAllText(file);
        bool loaded = running.TryGetValue(label, out (int? Pid, string Exit) seen);
        string[] arguments = Text().Matches(text).Select(match => match.Groups[1].Value).ToArray();
        return Complete(new RedisService
        {
            Name = label,
            Identity = file,
            Provider = Provider,
            Product = ServiceNames.ProductOf(label.Split('.')[^1]),
            Role = ServiceNames.RoleOf(label),

            // Not loaded is stopped too, but is started by another command.
            IsLoaded = loaded,
            Status = !loaded ? ServiceStatus.Stopped : seen.Pid is not null ? ServiceStatus.Running : seen.Exit is "0" or "-" ? ServiceStatus.Stopped : ServiceStatus.Failed,
            StartType = IsRegistered(file) ? ServiceStartType.Automatic : ServiceStartType.Manual,
            ProcessId = seen.Pid,
            ServerPath = arguments.FirstOrDefault(argument => argument.EndsWith("-server", StringComparison.Ordinal)),
            ConfigFile = arguments.FirstOrDefault(argument => argument.EndsWith(".conf", StringComparison.Ordinal)),
        });
    }

    [GeneratedRegex("<string>([^<]*)</string>")]
    private static partial Regex Text();
}

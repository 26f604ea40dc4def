using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;

namespace RedisPS.Core.Service;

/// <summary>What a throw-away server is told: loopback only, its own directory, and then what was asked for.</summary>
internal static class SandboxArguments
{
    private static readonly Dictionary<string, string> s_refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bind"] = "a sandbox listens on 127.0.0.1 only",
        ["port"] = "give it with -Port",
        ["dir"] = "a sandbox has a directory of its own",
        ["daemonize"] = "a sandbox stays tied to the session that started it",
        ["supervised"] = "a sandbox stays tied to the session that started it",
        ["tls-port"] = "a sandbox is not encrypted; it listens on 127.0.0.1 only",
        ["logfile"] = "the log is server.log in the sandbox's directory",
    };

    /// <summary>Writes what the program needs into the directory, and returns its arguments.</summary>
    public static string[] Write(ServerProgram program, SandboxOptions options, int port, string directory)
    {
        foreach (string name in options.Settings.Keys)
        {
            if (s_refused.TryGetValue(name, out string? why))
            {
                throw new HostException(HostFailure.SettingRefused, $"The setting '{name}' cannot be given: {why}.");
            }
        }

        return program.Product == ServerProduct.Garnet ? Garnet(options, port, directory) : [ConfigurationFile(options, port, directory)];
    }

    private static string ConfigurationFile(SandboxOptions options, int port, string directory)
    {
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"port {port}"),
            "bind 127.0.0.1",
            ConfigurationLine.Format("dir", directory),
            ConfigurationLine.Format("logfile", Path.Combine(directory, "server.log")),
        ];

        // Nothing is to outlive it; who wants to try snapshots says so.
        if (!options.Settings.Keys.Contains("save", StringComparer.OrdinalIgnoreCase))
        {
            lines.Add("save \"\"");
        }

        foreach ((string name, IReadOnlyList<string> values) in options.Settings)
        {
            lines.AddRange(values.Select(value => ConfigurationLine.Format(name, value)));
        }

        string file = Path.Combine(directory, "sandbox.conf");
        File.WriteAllLines(file, lines);
        return file;
    }

    // In a file and not as arguments: those can be read by every user of the machine.
    private static string[] Garnet(SandboxOptions options, int port, string directory)
    {
        Dictionary<string, IReadOnlyList<string>> settings = new(options.Settings, StringComparer.OrdinalIgnoreCase)
        {
            ["port"] = [port.ToString(CultureInfo.InvariantCulture)],
            ["bind"] = ["127.0.0.1"],
            ["checkpointdir"] = [directory],
        };
        string file = Path.Combine(directory, "garnet.conf");
        File.WriteAllText(file, GarnetConfiguration.Apply("", settings).Text);
        return ["--config-import-path", file];
    }
}

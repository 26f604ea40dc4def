using System.Text.RegularExpressions;

namespace RedisPS.Build;

/// <summary>The servers on PATH besides the one that the suites take by themselves: <c>valkey-server</c>, <c>redis-server-8</c> and the like.</summary>
internal static partial class OtherServers
{
    /// <summary>One program for each version that is not the first one's; none where REDISPS_SERVER or a container chose already.</summary>
    public static IEnumerable<string> Find()
    {
        if (Environment.GetEnvironmentVariable("REDISPS_SERVER") is { Length: > 0 } || Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 })
        {
            return [];
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*-server*"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => Program().IsMatch(name))
            .Distinct()
            .OrderBy(name => name switch { "redis-server" => 0, "valkey-server" => 1, _ => 2 })
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => (Name: name, Version: Tool.Ask(name, "--version")))
            .Where(server => server.Version is not null)
            .DistinctBy(server => server.Version)
            .Skip(1)
            .Select(server => server.Name);
    }

    [GeneratedRegex(@"^(redis|valkey)-server(-[0-9.]+)?(\.exe)?$")]
    private static partial Regex Program();
}

using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>A server program on this machine.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Product">What it is, as it says itself.</param>
/// <param name="VersionText">Its version, as it says itself.</param>
public sealed partial record ServerProgram(string Path, ServerProduct Product, string VersionText)
{
    /// <summary>The version as a number; null when it does not say.</summary>
    public Version? Version => System.Version.TryParse(VersionText, out Version? version) ? version : null;

    /// <summary>The product of a program by its file's name; Unknown where the name says nothing.</summary>
    public static ServerProduct ProductOf(string path)
    {
        Match match = ServerName().Match(System.IO.Path.GetFileName(path));
        return !match.Success ? ServerProduct.Unknown : match.Groups[1].Value.ToLowerInvariant() switch
        {
            "redis-server" or "redis-sentinel" => ServerProduct.Redis,
            "valkey-server" or "valkey-sentinel" => ServerProduct.Valkey,
            "keydb-server" => ServerProduct.KeyDB,
            "memurai" => ServerProduct.Memurai,
            "dragonfly" => ServerProduct.Dragonfly,
            _ => ServerProduct.Garnet,
        };
    }

    /// <summary>The server programs of a machine, those on the search path first; each file once, however many names lead to it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="product">Only this product; null for all.</param>
    /// <param name="stop">Ends the search.</param>
    public static async Task<IReadOnlyList<ServerProgram>> FindAsync(HostSystem host, ServerProduct? product, CancellationToken stop)
    {
        List<ServerProgram> found = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string path in Candidates(host))
        {
            ServerProduct named = ProductOf(path);
            if ((product is null || named == product) && seen.Add(Target(path)))
            {
                found.Add(await InspectAsync(host, path, stop).ConfigureAwait(false) is { } program ? program : new ServerProgram(path, named, ""));
            }
        }

        return found;
    }

    /// <summary>Asks a program what it is; null when it does not say.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="path">The program.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<ServerProgram?> InspectAsync(HostSystem host, string path, CancellationToken stop)
    {
        HostCommand command = new(path, "--version") { Timeout = TimeSpan.FromSeconds(10), OnlyReads = true, Environment = DotnetTool.Environment };
        if (await host.AskAsync(command, stop).ConfigureAwait(false) is not { } outcome)
        {
            return null;
        }

        Match match = VersionLine().Match(outcome.Output + outcome.Errors);
        return match.Success && ProductNamed(match.Groups[1].Value) is { } product ? new ServerProgram(path, product, match.Groups[2].Value) : null;
    }

    /// <summary>Product, version and path.</summary>
    public override string ToString() => VersionText.Length == 0 ? $"{Product} ({Path})" : $"{Product} {VersionText} ({Path})";

    private static IEnumerable<string> Candidates(HostSystem host)
    {
        // Exact names before names with a version in them.
        IEnumerable<string> onPath = host.FindAll(name => ServerName().IsMatch(name)).OrderBy(path => System.IO.Path.GetFileNameWithoutExtension(path).Any(char.IsAsciiDigit));
        string[] elsewhere =
        [
            .. System.IO.Path.Combine(host.Home, ".dotnet", "tools") is var tools ? new[] { System.IO.Path.Combine(tools, "garnet-server"), System.IO.Path.Combine(tools, "garnet-server.exe") } : [],
            .. new[] { "/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/opt/garnet" }
                .SelectMany(folder => new[] { "redis-server", "valkey-server", "garnet-server" }.Select(name => host.At($"{folder}/{name}"))),
        ];
        return onPath.Concat(elsewhere.Where(File.Exists));
    }

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static ServerProduct? ProductNamed(string word) => word.ToLowerInvariant() switch
    {
        "redis" => ServerProduct.Redis,
        "valkey" => ServerProduct.Valkey,
        "keydb" => ServerProduct.KeyDB,
        "memurai" => ServerProduct.Memurai,
        "garnetserver" or "garnet" => ServerProduct.Garnet,
        "dragonfly" => ServerProduct.Dragonfly,
        _ => null,
    };

    [GeneratedRegex(@"^(redis-server|valkey-server|keydb-server|memurai|garnet-server|GarnetServer|dragonfly)(?:-?\d[\d.]*)?(?:\.exe|\.cmd)?$", RegexOptions.IgnoreCase)]
    private static partial Regex ServerName();

    // "Redis server v=7.0.15 sha=…", "Valkey server v=8.1.1 …", "GarnetServer 2.2.5+8d0071", "dragonfly v1.27.1".
    [GeneratedRegex(@"^(\w+)(?: server)? v?=?(\d+(?:\.\d+)+)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex VersionLine();
}

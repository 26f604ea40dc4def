using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace RedisPS.Build;

/// <summary>
/// Writes docs/compatibility.md: every line of tests/compatibility.tsv is run by redisps on a fresh private server of each kind, and what
/// comes of it is the cell. The servers are those on PATH, or those that are named.
/// </summary>
internal static partial class CompatibilityCommand
{
    private static readonly string[] s_usual = ["redis-server", "valkey-server", "garnet-server"];

    public static int Run(Repository repository, string[] servers)
    {
        int built = Tool.Run(repository, "dotnet", ["build", "src/RedisPS.Runner", "--verbosity", "quiet", "--nologo"]);
        if (built != 0) { return built; }
        string[] found = servers.Length > 0 ? servers : [.. s_usual.Where(Tool.Exists)];
        if (found.Length == 0)
        {
            Console.Error.WriteLine("No server program is on PATH: redis-server, valkey-server or garnet-server; or name some.");
            return 1;
        }

        (string Cmdlet, string Line)[] lines = [.. File.ReadLines(Path.Combine(repository.Root, "tests", "compatibility.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t', 2))
            .Select(parts => (parts[0], parts[1]))];
        StringBuilder table = new();
        table.Append("# Compatibility\n\nWhat each cmdlet does on a fresh server of each kind, as `./build.sh compatibility` found it. \"yes\" means that the line in ")
            .Append("`tests/compatibility.tsv` ended without an error; otherwise the cell holds the error.\n\n");
        table.Append("| cmdlet |").Append(string.Concat(found.Select(server => $" {Version(repository, server)} |"))).Append('\n');
        table.Append("|---|").Append(string.Concat(Enumerable.Repeat("---|", found.Length))).Append('\n');
        foreach ((string cmdlet, string line) in lines)
        {
            Console.Error.WriteLine(cmdlet);
            table.Append($"| `{cmdlet}` |").Append(string.Concat(found.Select(server => $" {Cell(repository, server, line)} |"))).Append('\n');
        }

        File.WriteAllText(Path.Combine(repository.Root, "docs", "compatibility.md"), table.ToString());
        Console.WriteLine($"docs/compatibility.md: {lines.Length} cmdlets on {found.Length} servers.");
        return 0;
    }

    private static string Version(Repository repository, string server)
    {
        (int code, string output, _) = Redisps(repository, $"Start-RedisSandbox -ServerPath '{server}' | Out-Null; Get-RedisServer | Select-Object Product, Version", "csv");
        return code == 0 ? string.Join(' ', output.Trim().Split('\n')[^1].Split(',').Select(cell => cell.Trim().Trim('"'))) : server;
    }

    private static string Cell(Repository repository, string server, string line)
    {
        string folder = Directory.CreateTempSubdirectory("redisps-compatibility-").FullName;
        try
        {
            string script = $"Start-RedisSandbox -ServerPath '{server}' | Out-Null; Invoke-RedisCommand MSET a:1 one a:2 two b:1 three | Out-Null; Invoke-RedisCommand HSET hash field value | Out-Null; {line.Replace("{folder}", folder, StringComparison.Ordinal)}";
            (int code, _, string errors) = Redisps(repository, script, "jsonl");
            string first = errors.Split('\n').FirstOrDefault(text => text.Trim().Length > 0) ?? "";

            // Ports and names differ from run to run and would make a table that is never the same.
            return code == 0 ? "yes" : Sandbox().Replace(first.Replace("|", "\\|", StringComparison.Ordinal), "the server").Trim();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"sandbox-\d+ \([^)]*\)|127\.0\.0\.1:\d+")]
    private static partial Regex Sandbox();

    private static (int Code, string Output, string Errors) Redisps(Repository repository, string script, string format)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(repository.Root, "src", "RedisPS.Runner", "bin", "Debug", "net10.0", "redisps.dll"), "--output", format, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

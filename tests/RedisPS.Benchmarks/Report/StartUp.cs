using System.Globalization;
using RedisPS.Benchmarks.Contestants;

namespace RedisPS.Benchmarks.Report;

/// <summary>What starting costs: the module in PowerShell, redisps beside an empty program.</summary>
internal static class StartUp
{
    public static void Measure(TextWriter writer, Tools tools, int port, int rounds)
    {
        double[] empty = new double[rounds];
        double[] first = new double[rounds];
        double[] bare = new double[rounds];
        double[] import = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            empty[round] = HostProcess.Time(tools.Empty, [], port, out _);
            first[round] = HostProcess.Time(tools.Runner, ["Connect-Redis | Out-Null; Get-RedisKey -First 1"], port, out _);
            if (tools.PowerShell is { } pwsh)
            {
                bare[round] = HostProcess.Time(pwsh, ["-NoProfile", "-NonInteractive", "-Command", "exit"], port, out _);
                import[round] = HostProcess.Time(pwsh, ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{tools.Module}'; exit"], port, out _);
            }
        }

        writer.WriteLine("| start | median s | ratio |");
        writer.WriteLine("|---|---:|---|");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| an empty console program, ready-to-run | {Statistics.Median(empty):0.000} | |"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| redisps: connect, first key, end | {Statistics.Median(first):0.000} | {Statistics.Ratio(first, empty):0.00} × the empty program |"));
        if (tools.PowerShell is not null)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `pwsh -NoProfile` | {Statistics.Median(bare):0.000} | |"));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| `pwsh -NoProfile`, module imported | {Statistics.Median(import):0.000} | importing costs {Statistics.Ratio([.. import.Zip(bare, (a, b) => a - b)], bare):0.00} of the bare start |"));
        }

        writer.WriteLine();
    }
}

using System.Globalization;
using RedisPS.Benchmarks.Contestants;

namespace RedisPS.Benchmarks.Report;

/// <summary>What a job costs others: the latency of a second client's PING while it runs.</summary>
internal sealed record Disturbance(string Title, Action Prepare, IReadOnlyList<Contestant> Contestants)
{
    public void Measure(TextWriter writer, int port)
    {
        foreach (Contestant contestant in Contestants)
        {
            Prepare();
            using PingProbe probe = new(port);
            contestant.Run();
            IReadOnlyList<double> latencies = probe.Stop();
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Title} | {contestant.Name} | {Statistics.Median(latencies):0.00} | {Statistics.Percentile(latencies, 0.99):0.00} | {latencies.Max():0.00} | {latencies.Count} |"));
            writer.Flush();
        }
    }
}

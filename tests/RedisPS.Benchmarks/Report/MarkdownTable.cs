using System.Globalization;

namespace RedisPS.Benchmarks.Report;

/// <summary>Writes jobs as a table: seconds, share of the wire's limit, and how many times faster than each.</summary>
internal static class MarkdownTable
{
    public static void Write(TextWriter writer, Job job, double[][] seconds)
    {
        writer.WriteLine($"### {job.Title}");
        writer.WriteLine();
        writer.WriteLine("| contestant | median s | min s | of the wire's limit | Core is faster by |");
        writer.WriteLine("|---|---:|---:|---:|---:|");
        int core = job.Contestants.ToList().FindIndex(c => c.Name == "Core");
        for (int i = 0; i < seconds.Length; i++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {job.Contestants[i].Name} | {Statistics.Median(seconds[i]):0.000} | {seconds[i].Min():0.000} | {Statistics.Ratio(seconds[0], seconds[i]):0.00} | {Statistics.Ratio(seconds[i], seconds[core]):0.00} × |"));
        }

        writer.WriteLine();
        writer.Flush();
    }
}

namespace RedisPS.Benchmarks.Report;

internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }

    /// <summary>The median of first[i] / second[i]: pairs of one round, so that drift cancels out.</summary>
    public static double Ratio(double[] first, double[] second) =>
        Median(first.Zip(second, (a, b) => a / b));
}

namespace RedisPS.Runner.Shaping;

/// <summary>Count, sum, average and ends of a column.</summary>
internal sealed class MeasureInfo
{
    public int Count { get; init; }

    public double? Average { get; init; }

    public double? Sum { get; init; }

    public object? Maximum { get; init; }

    public object? Minimum { get; init; }

    public double? StandardDeviation { get; init; }

    public string? Property { get; init; }
}

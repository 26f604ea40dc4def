namespace RedisPS.Core.Keyspace;

/// <summary>How far a walk or a mass operation is.</summary>
/// <param name="Phase">What is being done: "Scanning", "Planning", "Remove", ...</param>
/// <param name="Done">Keys looked at (walk) or worked on (operation).</param>
/// <param name="Total">How many there are, as far as is known; null when it is not.</param>
/// <param name="Matched">Keys that matched so far.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record OperationProgress(string Phase, long Done, long? Total, long Matched, TimeSpan Elapsed)
{
    /// <summary>Keys a second since the start.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>0 to 100; null when the total is not known.</summary>
    public int? Percent => Total is { } total and > 0 ? (int)Math.Clamp(Done * 100 / total, 0, 100) : null;

    /// <summary>The time that is left at this rate; null when the total is not known or nothing is done yet.</summary>
    public TimeSpan? Remaining => Total is { } total && Rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, (total - Done) / Rate)) : null;
}

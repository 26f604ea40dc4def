namespace RedisPS.Client;

/// <summary>How long to wait before the next attempt.</summary>
internal static class Backoff
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>The wait after so many failed attempts: doubling, capped, between half and all of it at random so that many clients do not come back at once.</summary>
    public static TimeSpan After(int attempt, TimeSpan first)
    {
        double full = Math.Min(s_longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, attempt));
        return TimeSpan.FromMilliseconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}

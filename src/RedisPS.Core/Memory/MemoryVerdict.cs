namespace RedisPS.Core.Memory;

/// <summary>One judgement about a server's memory.</summary>
/// <param name="Name">What is judged: Limit, Fragmentation, Swap, SystemMemory, Eviction, Clients or LazyFree.</param>
/// <param name="Level">How it came out.</param>
/// <param name="Message">Why, with the numbers.</param>
/// <param name="Advice">What to do about it; empty when nothing is to be done.</param>
public sealed record MemoryVerdict(string Name, VerdictLevel Level, string Message, string Advice)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Level}. {Message}{(Advice.Length == 0 ? "" : " " + Advice)}";
}

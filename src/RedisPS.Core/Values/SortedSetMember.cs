using System.Globalization;

namespace RedisPS.Core.Values;

/// <summary>A member of a sorted set.</summary>
/// <param name="Member">The member: text, or bytes when it is not UTF-8.</param>
/// <param name="Score">Its score, possibly infinite.</param>
public sealed record SortedSetMember(object? Member, double Score)
{
    /// <summary>Member and score.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Member} ({Score})");
}

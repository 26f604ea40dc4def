using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>New names that keys have already, and what becomes of those keys.</summary>
/// <param name="Count">How many new names are taken.</param>
/// <param name="Samples">Some of them.</param>
/// <param name="Overwritten">Whether the keys that have them are lost; else the keys that were to get them stay as they are.</param>
internal sealed record TakenNames(long Count, IReadOnlyList<RedisKey> Samples, bool Overwritten)
{
    /// <summary>For the text of the question.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count:N0} of the new names {(Count == 1 ? "is" : "are")} taken, and {(Overwritten ? "those keys are overwritten" : "keys are not put over them")} (e.g. {string.Join(", ", Samples)})");
}

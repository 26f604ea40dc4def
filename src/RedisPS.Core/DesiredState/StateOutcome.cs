using RedisPS.Client;

namespace RedisPS.Core.DesiredState;

/// <summary>What became of a desired state.</summary>
/// <param name="Changes">One result a property, in the order of the desired state.</param>
/// <param name="Errors">What the server refused.</param>
public sealed record StateOutcome(IReadOnlyList<StateChange> Changes, IReadOnlyList<RedisException> Errors);

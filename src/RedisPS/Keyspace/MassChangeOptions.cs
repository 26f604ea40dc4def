using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>How a cmdlet wants its mass change done.</summary>
internal sealed record MassChangeOptions
{
    /// <summary>What is done, as a verb phrase for people: "Remove", "Set a time to live of 5m on".</summary>
    public required string Action { get; init; }

    /// <summary>Makes the step that is applied to each key.</summary>
    public required Func<MassStep> Step { get; init; }

    /// <summary>The cmdlet's -Force: no question.</summary>
    public bool Force { get; init; }

    /// <summary>At most this many keys a second.</summary>
    public double? MaxOperationsPerSecond { get; init; }

    /// <summary>At most this many keys in a batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>At most this many keys at all.</summary>
    public long? MaxKeys { get; init; }

    /// <summary>Where the list of planned keys is kept, as a full path.</summary>
    public string? PlanPath { get; init; }

    /// <summary>With -PassThru: makes the objects to return of the keys that were changed.</summary>
    public Func<KeyTarget, IReadOnlyList<RedisKey>, Task<IEnumerable<object>>>? PassThru { get; init; }

    /// <summary>What the question says behind the blast radius; null: nothing.</summary>
    public string? Destination { get; init; }

    /// <summary>Takes each operation's result, and whether it came to its end, instead of the pipeline.</summary>
    public Action<OperationResult, bool>? Finished { get; init; }
}

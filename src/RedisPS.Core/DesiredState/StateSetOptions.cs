namespace RedisPS.Core.DesiredState;

/// <summary>How a server is brought to a desired state.</summary>
public sealed record StateSetOptions
{
    /// <summary>Whether the state shall last over a restart. Where that is known to be impossible nothing is changed at all.</summary>
    public bool Persist { get; init; }

    /// <summary>How long to wait until an append-only file that was turned on is really there.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}

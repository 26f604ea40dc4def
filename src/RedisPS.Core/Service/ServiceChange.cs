using RedisPS.Client;

namespace RedisPS.Core.Service;

/// <summary>What a change of a service did.</summary>
public sealed record ServiceChange
{
    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it.</summary>
    public required ServiceProvider Provider { get; init; }

    /// <summary>The server's product.</summary>
    public ServerProduct Product { get; init; }

    /// <summary>What was done.</summary>
    public required ServiceAction Action { get; init; }

    /// <summary>What it did before.</summary>
    public ServiceStatus PreviousStatus { get; init; }

    /// <summary>What it does now.</summary>
    public ServiceStatus Status { get; init; }

    /// <summary>Whether it started with the machine before.</summary>
    public ServiceStartType PreviousStartType { get; init; }

    /// <summary>Whether it starts with the machine now.</summary>
    public ServiceStartType StartType { get; init; }

    /// <summary>Whether anything was changed; false where it was so already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the server answers and has loaded its data; null where nobody looked.</summary>
    public ServerReadiness? Readiness { get; init; }

    /// <summary>The process id now.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where it listens, <c>host:port</c>.</summary>
    public string? Server { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What else is worth knowing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The readiness for people.</summary>
    public string ReadyText => Readiness?.ToString() ?? "";

    /// <summary>Before and after, for people.</summary>
    public string Transition => Action is ServiceAction.Enable or ServiceAction.Disable ? $"{PreviousStartType} → {StartType}" : $"{PreviousStatus} → {Status}";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Transition}";
}

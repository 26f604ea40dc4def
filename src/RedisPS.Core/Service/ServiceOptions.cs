namespace RedisPS.Core.Service;

/// <summary>How to change a service.</summary>
public sealed record ServiceOptions
{
    /// <summary>How long the change may take, with loading and saving.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Do not wait until the server answers and has loaded.</summary>
    public bool NoWait { get; init; }

    /// <summary>Save before it stops, whatever the server is set to.</summary>
    public bool Save { get; init; }

    /// <summary>Do not save before it stops: what is unsaved is lost.</summary>
    public bool NoSave { get; init; }

    /// <summary>Told what is under way, from any thread.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>User and password, where they are known.</summary>
    public ServiceAccess Access { get; init; } = new();
}

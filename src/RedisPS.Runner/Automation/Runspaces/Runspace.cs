namespace System.Management.Automation.Runspaces;

/// <summary>The session. A process of the runner has one; tests may have several, one after the other.</summary>
public sealed class Runspace
{
    private static readonly Runspace s_process = new();

    [ThreadStatic]
    private static Runspace? s_default;

    internal Runspace()
    {
    }

    /// <summary>The session the calling thread works for.</summary>
    public static Runspace DefaultRunspace
    {
        get => s_default ?? s_process;
        set => s_default = value;
    }

    /// <summary>One id a session.</summary>
    public Guid InstanceId { get; } = Guid.NewGuid();

    /// <summary>Always 1.</summary>
    public int Id => 1;

    /// <summary>The name.</summary>
    public string Name { get; set; } = "redisps";
}

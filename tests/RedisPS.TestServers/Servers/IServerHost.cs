namespace RedisPS.TestServers.Servers;

/// <summary>What runs a test server: a process of this machine, or a container.</summary>
internal interface IServerHost
{
    int ProcessId { get; }

    bool HasExited { get; }

    /// <summary>What it wrote to its console, for the message of a failed start.</summary>
    string Output { get; }

    void Kill();
}

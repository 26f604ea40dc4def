namespace RedisPS.Core.Access;

/// <summary>What users are usually for. The rules are made from what the server knows.</summary>
public enum AclTemplate
{
    /// <summary>An application: reads and writes data, publishes, runs scripts and transactions; nothing dangerous, but what client libraries ask at their start.</summary>
    Application,

    /// <summary>Reads data, and changes nothing.</summary>
    ReadOnly,

    /// <summary>Watches the server: figures, slow log, latency, clients. No data, and not CONFIG GET, which tells passwords.</summary>
    Monitor,

    /// <summary>Takes backups: the replication stream, saves, DUMP; functions, users and configuration, whose secrets it sees.</summary>
    Backup,

    /// <summary>Runs the server day by day: everything, but changing users, loading modules, debugging, ending it, changing its role, and deleting everything.</summary>
    Operator,
}

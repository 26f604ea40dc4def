using System.Collections.Frozen;

namespace RedisPS.Core.Configuration;

/// <summary>Settings that say where one server is and listens: they are no difference between two servers, and belong into no state that several share.</summary>
public static class InstanceSettings
{
    private static readonly FrozenSet<string> s_names = new[]
    {
        "port", "bind", "bind-source-addr", "unixsocket", "unixsocketperm", "dir", "dbfilename", "logfile", "pidfile", "syslog-ident", "aclfile",
        "appendfilename", "appenddirname", "replicaof", "slaveof", "replica-announce-ip", "replica-announce-port", "slave-announce-ip", "slave-announce-port",
        "cluster-announce-ip", "cluster-announce-port", "cluster-announce-bus-port", "cluster-announce-tls-port", "cluster-announce-hostname",
        "cluster-announce-human-nodename", "cluster-announce-client-ipv4", "cluster-announce-client-ipv6", "cluster-config-file", "cluster-port",
        "server_cpulist", "server-cpulist", "bio_cpulist", "bio-cpulist", "aof_rewrite_cpulist", "aof-rewrite-cpulist", "bgsave_cpulist", "bgsave-cpulist",
        "daemonize", "supervised", "set-proc-title", "proc-title-template", "availability-zone", "tls-port", "rdma-bind", "rdma-port", "locale-collate",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a setting is one of them.</summary>
    /// <param name="name">Its name.</param>
    public static bool Contains(string name) => s_names.Contains(name);
}

namespace RedisPS.Core.Configuration;

/// <summary>When a setting can be changed.</summary>
public enum ConfigMutability
{
    /// <summary>Not known: the server will say when it is tried.</summary>
    Unknown,

    /// <summary>At any time, with CONFIG SET.</summary>
    Live,

    /// <summary>In the configuration file or on the command line, read when the server starts.</summary>
    Start,

    /// <summary>With CONFIG SET only where the server's enable-protected-configs allows it.</summary>
    Protected,
}

namespace RedisPS.Configuration;

/// <summary>What New-RedisConfigFile writes.</summary>
public enum NewConfigFormat
{
    /// <summary>A redis.conf.</summary>
    Conf,

    /// <summary>A file for docker compose.</summary>
    DockerCompose,
}

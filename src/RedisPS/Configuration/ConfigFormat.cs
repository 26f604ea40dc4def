namespace RedisPS.Configuration;

/// <summary>The form of a file with settings.</summary>
public enum ConfigFormat
{
    /// <summary>A redis.conf, that a server starts with.</summary>
    Conf,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A PowerShell data file.</summary>
    Psd1,
}

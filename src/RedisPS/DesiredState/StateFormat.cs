namespace RedisPS.DesiredState;

/// <summary>The form of a file with a desired state.</summary>
public enum StateFormat
{
    /// <summary>A PowerShell data file.</summary>
    Psd1,

    /// <summary>JSON.</summary>
    Json,
}

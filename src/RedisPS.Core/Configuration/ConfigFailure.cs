namespace RedisPS.Core.Configuration;

/// <summary>Why a configuration could not be written or changed, where the server itself did not refuse.</summary>
public enum ConfigFailure
{
    /// <summary>The server runs without a configuration file.</summary>
    FileMissing,

    /// <summary>The file cannot be written.</summary>
    FileNotWritable,

    /// <summary>The server says that it wrote the file, and did not.</summary>
    NotWritten,

    /// <summary>The server accepted a value and has another.</summary>
    NotApplied,

    /// <summary>A value cannot be used.</summary>
    InvalidValue,

    /// <summary>A file with settings cannot be read, or holds something else.</summary>
    FileUnreadable,

    /// <summary>There is a file already.</summary>
    FileExists,
}

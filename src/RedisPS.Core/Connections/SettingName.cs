namespace RedisPS.Core.Connections;

/// <summary>What can be set about a connection.</summary>
public enum SettingName
{
    /// <summary>The connection's name in the session.</summary>
    Name,

    /// <summary>Host name or address.</summary>
    HostName,

    /// <summary>TCP port.</summary>
    Port,

    /// <summary>Path of a Unix socket.</summary>
    SocketPath,

    /// <summary>Database number.</summary>
    Database,

    /// <summary>ACL user.</summary>
    User,

    /// <summary>Password. Secret.</summary>
    Password,

    /// <summary>Whether to encrypt.</summary>
    Tls,

    /// <summary>The name the server's certificate must carry.</summary>
    TlsHost,

    /// <summary>CA certificates: a file, or PEM text.</summary>
    CACertificate,

    /// <summary>Client certificate: a file, or PEM text.</summary>
    Certificate,

    /// <summary>Client key: a file, or PEM text. Secret when it is text.</summary>
    Key,

    /// <summary>Password of the client certificate's file. Secret.</summary>
    CertificatePassword,

    /// <summary>Thumbprint of a client certificate in the certificate store.</summary>
    CertificateThumbprint,

    /// <summary>Whether to accept any server certificate.</summary>
    SkipCertificateCheck,

    /// <summary>The name that CLIENT LIST shows.</summary>
    ClientName,

    /// <summary>How long connecting may take.</summary>
    ConnectTimeout,

    /// <summary>How long the server may stay silent.</summary>
    OperationTimeout,

    /// <summary>TCP keep-alive.</summary>
    KeepAlive,

    /// <summary>How often an idle connection is checked.</summary>
    HealthCheckInterval,

    /// <summary>How often something is tried again.</summary>
    MaxRetry,

    /// <summary>The wait before the first retry.</summary>
    RetryBackoff,

    /// <summary>Auto, Resp2 or Resp3.</summary>
    Protocol,

    /// <summary>What the server calls its commands.</summary>
    CommandMap,

    /// <summary>Whether writes are refused.</summary>
    ReadOnly,
}

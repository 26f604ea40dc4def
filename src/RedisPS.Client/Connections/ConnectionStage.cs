namespace RedisPS.Client;

/// <summary>How far a connection had come when it failed.</summary>
public enum ConnectionStage
{
    /// <summary>Finding the address of the host name.</summary>
    Resolve,

    /// <summary>Opening the TCP connection or the Unix socket.</summary>
    Tcp,

    /// <summary>Agreeing on encryption and checking certificates.</summary>
    Tls,

    /// <summary>Proving who we are.</summary>
    Authenticate,

    /// <summary>Agreeing on the protocol.</summary>
    Handshake,

    /// <summary>Selecting the database.</summary>
    Select,

    /// <summary>Waiting until the server is ready for commands.</summary>
    Ready,

    /// <summary>In use.</summary>
    Established,
}

namespace RedisPS.Client;

/// <summary>Which protocol to speak.</summary>
public enum RedisProtocol
{
    /// <summary>RESP3 where the server knows it, else RESP2.</summary>
    Auto,

    /// <summary>RESP2.</summary>
    Resp2,

    /// <summary>RESP3, or fail.</summary>
    Resp3,
}

namespace RedisPS.TestServers.Wire;

/// <summary>An error reply, its text as the message.</summary>
public sealed class RawRedisException(string message) : Exception(message);

namespace RedisPS.Core.Keyspace;

/// <summary>Where keys come from; shared by all keys of one walk.</summary>
/// <param name="Server">The server, as host:port or path of its socket.</param>
/// <param name="Database">The database.</param>
/// <param name="ConnectionName">The connection's name, or null.</param>
public sealed record KeyOrigin(string Server, int Database, string? ConnectionName);

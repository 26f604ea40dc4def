using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>A database of a server that keys are changed in.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Client">Its client, on the database.</param>
internal sealed record KeyTarget(RedisConnection Connection, RedisClient Client)
{
    /// <summary>The connection's name.</summary>
    public string Name => Connection.Name;

    /// <summary>The same for the keys that come from here.</summary>
    public KeyOrigin Origin => new(Client.Endpoint.ToString(), Client.Database, Name);

    /// <summary>Server and database for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Connection.Server} db{Client.Database}");
}

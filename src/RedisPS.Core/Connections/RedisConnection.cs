using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>
/// A connection as people hold it: a name, a client that reconnects by itself, and the database that commands go to.
/// Thread-safe; may be handed to other runspaces.
/// </summary>
public sealed class RedisConnection : IDisposable
{
    private int _database;
    private int _closed;

    /// <summary>Wraps a connected client.</summary>
    /// <param name="name">The name the session knows it by.</param>
    /// <param name="client">A connected client; the connection owns it from here on.</param>
    /// <param name="settings">What the connection was made from.</param>
    public RedisConnection(string name, RedisClient client, ConnectionSettings settings)
    {
        Name = name;
        Client = client;
        Settings = settings;
        _database = client.Database;
    }

    /// <summary>Closes the sockets of a connection that nothing refers to any more, such as one of a closed runspace.</summary>
    ~RedisConnection()
    {
        // The client may wait for its loops: never on the finalizer thread.
        _ = Task.Run(Client.Dispose);
    }

    /// <summary>The name, unique in the session.</summary>
    public string Name { get; }

    /// <summary>The same as <see cref="Name"/>: every object of RedisPS says under this name where it comes from, so that it can be piped back there.</summary>
    public string ConnectionName => Name;

    /// <summary>Where it goes: <c>host:port</c> or the path of a socket.</summary>
    public string Server => Client.Endpoint.ToString();

    /// <summary>The database that commands go to unless they name another.</summary>
    public int Database => Volatile.Read(ref _database);

    /// <summary>The ACL user; <c>default</c> when none was given.</summary>
    public string User => Client.Options.User is { Length: > 0 } user ? user : "default";

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls => Client.Options.Tls is not null;

    /// <summary>The server's product.</summary>
    public ServerProduct Product => Client.Capabilities.Product;

    /// <summary>The server's version; null when the server does not say.</summary>
    public Version? Version => Client.Capabilities.Version;

    /// <summary>Product and version for people: <c>Redis 7.0.15</c>.</summary>
    public string ServerVersion => string.Join(' ', new[] { Product.ToString(), Client.Capabilities.VersionText }.Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>Whether it is connected now. A connection that is down comes back by itself with the next command, unless it was closed.</summary>
    public bool IsConnected => Client.State == RedisClientState.Connected;

    /// <summary>Connected, Disconnected (comes back by itself) or Closed.</summary>
    public RedisClientState State => Client.State;

    /// <summary>Whether new commands of a session without -Connection go here.</summary>
    public bool IsDefault { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.Now;

    // These two are no properties for people: a connection turned into JSON would carry all of the client's inside.
    internal ConnectionSettings Settings { get; }

    internal RedisClient Client { get; }

    /// <summary>The client on a database: the given one, else the connection's current one.</summary>
    public RedisClient ClientFor(int? database) => Client.ForDatabase(database ?? Database);

    /// <summary>Makes another database the one that commands go to. Does not ask the server whether it exists.</summary>
    public void UseDatabase(int database)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(database);
        Volatile.Write(ref _database, database);
    }

    /// <summary>Closes the connection; calling it again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            GC.SuppressFinalize(this);
            Client.Dispose();
        }
    }

    /// <summary>Name and place, never a secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Server}/{Database})");
}

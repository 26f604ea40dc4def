using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Service;

namespace RedisPS;

/// <summary>The connections of one session, and which of them is the current one. State dies with its runspace.</summary>
internal sealed class ConnectionRegistry
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionRegistry> s_sessions = new();
    private static readonly ConnectionRegistry s_withoutRunspace = new();

    private readonly object _gate = new();
    private readonly List<RedisConnection> _connections = [];
    private readonly List<Sandbox> _sandboxes = [];

    // The truth; a connection's own IsDefault is for the view, and one object may be known to several sessions.
    private RedisConnection? _default;

    /// <summary>The registry of the runspace that the calling thread works for.</summary>
    public static ConnectionRegistry Current =>
        Runspace.DefaultRunspace is { } runspace ? s_sessions.GetValue(runspace, static _ => new ConnectionRegistry()) : s_withoutRunspace;

    /// <summary>The current connection; null when there is none.</summary>
    public RedisConnection? Default
    {
        get
        {
            lock (_gate)
            {
                return _default;
            }
        }
    }

    /// <summary>The throw-away servers that this session started and that still run.</summary>
    public IReadOnlyList<Sandbox> Sandboxes
    {
        get
        {
            lock (_gate)
            {
                _sandboxes.RemoveAll(sandbox => !sandbox.IsRunning);
                return _sandboxes.ToArray();
            }
        }
    }

    /// <summary>The connections a cmdlet is to use: the given ones, else the current one, else a terminating error.</summary>
    public static IReadOnlyList<RedisConnection> Resolve(PSCmdlet cmdlet, RedisConnection[]? connections)
    {
        if (connections is not null)
        {
            return connections;
        }

        if (Current.Default is { } connection)
        {
            return [connection];
        }

        cmdlet.ThrowTerminatingError(RedisErrors.NotConnected(Current.Snapshot().Count));
        return [];
    }

    /// <summary>Does something on every connection of a cmdlet. A server that fails gets an error of its own; the others go on.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="connections">Those that were given; null for the current one.</param>
    /// <param name="body">What to do.</param>
    /// <param name="failed">Writes the error.</param>
    public static void ForEach(PSCmdlet cmdlet, RedisConnection[]? connections, Action<RedisConnection> body, Action<RedisException, RedisConnection> failed)
    {
        foreach (RedisConnection connection in Resolve(cmdlet, connections))
        {
            try
            {
                body(connection);
            }
            catch (RedisException e)
            {
                failed(e, connection);
            }
        }
    }

    /// <summary>The connections at this moment, in the order they were made. Safe to walk while connections come and go.</summary>
    public IReadOnlyList<RedisConnection> Snapshot()
    {
        lock (_gate)
        {
            return _connections.ToArray();
        }
    }

    /// <summary>Remembers a throw-away server, to end it with the session.</summary>
    public void Add(Sandbox sandbox)
    {
        lock (_gate)
        {
            _sandboxes.Add(sandbox);
        }
    }

    /// <summary>The connection of exactly this name (case does not matter); null when there is none.</summary>
    public RedisConnection? Find(string name)
    {
        lock (_gate)
        {
            return _connections.Find(connection => string.Equals(connection.Name, name, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>A name that is free: the wanted one, else the wanted one with a number.</summary>
    public string FreeName(string wanted)
    {
        lock (_gate)
        {
            string name = wanted;
            for (int number = 2; Find(name) is not null; number++)
            {
                name = $"{wanted}#{number}";
            }

            return name;
        }
    }

    /// <summary>Adds a connection, in place of one with the same name, which is returned for closing.</summary>
    public RedisConnection? Add(RedisConnection connection, bool makeDefault)
    {
        lock (_gate)
        {
            RedisConnection? old = Find(connection.Name);
            bool wasDefault = old is not null && ReferenceEquals(old, _default);
            if (old is not null)
            {
                _connections.Remove(old);
            }

            _connections.Add(connection);
            if (makeDefault || wasDefault)
            {
                Select(connection);
            }

            return old;
        }
    }

    /// <summary>Makes a connection the current one; one that the session does not know yet (made in another runspace) becomes known.</summary>
    public void Select(RedisConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.Contains(connection))
            {
                _connections.Add(connection);
            }

            if (_default is not null)
            {
                _default.IsDefault = false;
            }

            connection.IsDefault = true;
            _default = connection;
        }
    }

    /// <summary>Forgets a connection. The session then has no current connection if this was it: choosing another silently could send a delete to the wrong server.</summary>
    public void Remove(RedisConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            if (ReferenceEquals(connection, _default))
            {
                connection.IsDefault = false;
                _default = null;
            }
        }
    }
}

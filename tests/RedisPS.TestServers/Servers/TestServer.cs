using System.Diagnostics;
using RedisPS.TestServers.Wire;

namespace RedisPS.TestServers.Servers;

/// <summary>
/// A private server on a loopback port of its own, with a directory of its own. Dispose ends it, by its process id,
/// and removes the directory; so does the end of the test process.
/// </summary>
public class TestServer : IAsyncDisposable, IDisposable
{
    private readonly IReadOnlyList<string> _lines;
    private readonly Func<int, RawRedis> _connect;
    private IServerHost? _host;

    /// <summary>Starts a server with these configuration lines; a line may hold {dir} and {port}.</summary>
    public TestServer(params string[] configuration)
        : this(port: null, configuration)
    {
    }

    /// <summary>
    /// Starts a server on a given port, with its own way to open a raw connection, in a directory that may hold
    /// files already and that goes with the server.
    /// </summary>
    protected TestServer(int? port, IReadOnlyList<string> configuration, Func<int, RawRedis>? connect = null, string? directory = null)
    {
        Port = port ?? FreePort.Next();
        _connect = connect ?? RawRedis.Connect;
        DataDirectory = directory ?? Directory.CreateTempSubdirectory("redisps-").FullName;
        _lines = configuration;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Always loopback.</summary>
    public string Host => "127.0.0.1";

    /// <summary>The port of the plain or the TLS listener.</summary>
    public int Port { get; }

    /// <summary>"127.0.0.1:port".</summary>
    public string EndPoint => $"{Host}:{Port}";

    /// <summary>"redis://127.0.0.1:port".</summary>
    public virtual string Url => $"redis://{EndPoint}";

    /// <summary>The server's directory, with redisps-test.conf and server.log in it.</summary>
    public string DataDirectory { get; }

    /// <summary>The password of the default user; null when it has none.</summary>
    public virtual string? AdminPassword => null;

    /// <summary>The process that serves; null while it is stopped.</summary>
    public int? ProcessId => _host?.ProcessId;

    private string ConfigurationFile => Path.Combine(DataDirectory, "redisps-test.conf");

    /// <summary>A raw connection of the default user, for arranging data without the client under test.</summary>
    public RawRedis Raw()
    {
        RawRedis raw = _connect(Port);
        if (AdminPassword is { } password)
        {
            raw.Send("AUTH", password);
        }

        return raw;
    }

    /// <summary>One command of the default user; the reply as text.</summary>
    public string? Send(params string[] command)
    {
        using RawRedis raw = Raw();
        return raw.Send(command);
    }

    /// <summary>Starts the server, again on the same port and directory; returns when it answers.</summary>
    public void Start()
    {
        File.WriteAllLines(ConfigurationFile, Configuration());
        _host = ServerHost.Start(ConfigurationFile, DataDirectory, Port);
        WaitUntilReady();
    }

    /// <summary>Ends the server at once, as a power failure would.</summary>
    public void Kill()
    {
        _host?.Kill();
        _host = null;
    }

    /// <summary>Kills and starts again on the same port.</summary>
    public void Restart()
    {
        Kill();
        Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Kill();
        if (Directory.Exists(DataDirectory))
        {
            Directory.Delete(DataDirectory, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The lines that say how the server listens.</summary>
    protected virtual IEnumerable<string> Listeners() => [$"port {Port}"];

    private string[] Configuration() =>
    [
        .. ServerHost.Binding, $"dir {DataDirectory}", "save \"\"", "appendonly no", "daemonize no",
        "repl-diskless-sync-delay 0", "enable-debug-command yes", "logfile server.log",
        .. Listeners(),
        .. _lines.Select(line => line.Replace("{dir}", DataDirectory).Replace("{port}", Port.ToString())),
    ];

    private void WaitUntilReady()
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            if (_host!.HasExited || waited.Elapsed > TimeSpan.FromSeconds(30))
            {
                string log = Path.Combine(DataDirectory, "server.log");
                throw new InvalidOperationException(
                    $"The test server on port {Port} did not come up. {_host.Output} {(File.Exists(log) ? File.ReadAllText(log) : "No log was written.")}");
            }

            try
            {
                if (Answers())
                {
                    return;
                }
            }
            catch (IOException)
            {
                // Not listening yet.
            }
            catch (RawRedisException e) when (e.Message.StartsWith("LOADING", StringComparison.Ordinal))
            {
                // Listening, but the data is still to be loaded.
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Whether the server answers and has loaded its data.</summary>
    private bool Answers()
    {
        using RawRedis raw = Raw();
        return raw.Send("PING") == "PONG";
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}

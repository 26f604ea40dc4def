using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>
/// A throw-away server on loopback with a directory of its own. It ends, and its directory goes, when it is disposed,
/// when this process ends, and also when this process is killed.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private static readonly ConcurrentDictionary<Sandbox, bool> s_running = new();
    private static int s_cleaning;

    private readonly ServerProcess _process;
    private readonly LoopbackPort? _reservation;
    private int _stopped;

    private Sandbox(ServerProgram program, ServerProcess process, int port, LoopbackPort? reservation, string directory, string? password)
    {
        Program = program;
        Port = port;
        DataDirectory = directory;
        _process = process;
        _reservation = reservation;
        ConnectionOptions = new RedisClientOptions
        {
            Endpoint = new RedisEndpoint("127.0.0.1", port),
            Password = password is null ? null : new RedisSecret(password),
        };
    }

    /// <summary>Those of this process that run, oldest first.</summary>
    public static IReadOnlyList<Sandbox> Running => s_running.Keys.OrderBy(sandbox => sandbox.StartedAt).ToArray();

    /// <summary>The server's program.</summary>
    public ServerProgram Program { get; }

    /// <summary>Its port of 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Its directory, with server.log in it.</summary>
    public string DataDirectory { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.Now;

    /// <summary>How long it took from its start until it had loaded its data and answered.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => _stopped == 0 && !_process.HasExited;

    /// <summary>How to connect to it.</summary>
    public RedisClientOptions ConnectionOptions { get; }

    /// <summary>The sandbox of this process that listens there; null when it is none.</summary>
    public static Sandbox? At(RedisEndpoint endpoint) => endpoint.UnixSocketPath is null && endpoint.Host is "127.0.0.1" or "localhost"
        ? s_running.Keys.FirstOrDefault(sandbox => sandbox.Port == endpoint.Port)
        : null;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="options">What to start.</param>
    /// <param name="stop">Ends the wait, and the server with it.</param>
    /// <exception cref="HostException">No such server is here, or it did not start; the message holds what the server said.</exception>
    public static async Task<Sandbox> StartAsync(SandboxOptions options, CancellationToken stop)
    {
        ServerProgram program = await ChooseAsync(options, stop).ConfigureAwait(false);
        if (options.Port is { } wanted && !LoopbackPort.IsFree(wanted))
        {
            throw new HostException(HostFailure.PortInUse, string.Create(CultureInfo.InvariantCulture, $"Something listens on 127.0.0.1:{wanted} already."), "Choose another -Port, or leave it out for a free one.");
        }

        if (Interlocked.Exchange(ref s_cleaning, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopAll();
        }

        string directory = Directory.CreateTempSubdirectory("redisps-sandbox-").FullName;
        LoopbackPort? reservation = options.Port is null ? LoopbackPort.Reserve() : null;
        Sandbox? sandbox = null;
        try
        {
            if (options.Prepare is { } prepare)
            {
                using (Watchdog.Watch(directory))
                {
                    await prepare(directory, stop).ConfigureAwait(false);
                }
            }

            int port = options.Port ?? reservation!.Number;
            string[] arguments = SandboxArguments.Write(program, options, port, directory);
            string? password = options.Settings.FirstOrDefault(setting => setting.Key.Equals("requirepass", StringComparison.OrdinalIgnoreCase)).Value?[0];
            ServerProcess process = ServerProcess.Start(program.Path, arguments, directory);
            sandbox = new Sandbox(program, process, port, reservation, directory, string.IsNullOrEmpty(password) ? null : password);
            s_running[sandbox] = true;
            long started = Stopwatch.GetTimestamp();
            await sandbox.WaitAsync(options.Timeout, stop).ConfigureAwait(false);
            sandbox.ReadyAfter = Stopwatch.GetElapsedTime(started);
            return sandbox;
        }
        catch
        {
            sandbox?.Dispose();
            reservation?.Dispose();
            Delete(directory);
            throw;
        }
    }

    /// <summary>Ends all of this process.</summary>
    public static void StopAll()
    {
        foreach (Sandbox sandbox in s_running.Keys)
        {
            sandbox.Dispose();
        }
    }

    /// <summary>Ends the server at once and removes its directory; again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        s_running.TryRemove(this, out _);
        _process.Dispose();
        _reservation?.Dispose();
        Delete(DataDirectory);
    }

    /// <summary>Product, version and place.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Program.Product} {Program.VersionText} on 127.0.0.1:{Port}");

    private static async Task<ServerProgram> ChooseAsync(SandboxOptions options, CancellationToken stop)
    {
        if (options.ServerPath is { } path)
        {
            string full = options.Host.Find(path) ?? throw new HostException(HostFailure.ServerNotFound, $"There is no program '{path}'.", "Give the full path of the server's program.");
            ServerProgram? known = await ServerProgram.InspectAsync(options.Host, full, stop).ConfigureAwait(false);
            ServerProgram program = known ?? throw new HostException(HostFailure.ServerNotFound, $"'{full}' does not say with --version that it is a server RedisPS knows.", "Give the program of Redis, Valkey, KeyDB or Garnet.");
            return options.Product is null || options.Product == program.Product
                ? program
                : throw new HostException(HostFailure.ServerNotFound, $"'{full}' is {program.Product}, not {options.Product}.", "Leave -Product out, or give another -ServerPath.");
        }

        IReadOnlyList<ServerProgram> found = await ServerProgram.FindAsync(options.Host, options.Product, stop).ConfigureAwait(false);
        return found.OrderBy(program => program.Product switch { ServerProduct.Redis => 0, ServerProduct.Valkey => 1, _ => 2 }).FirstOrDefault()
            ?? throw new HostException(
                HostFailure.ServerNotFound,
                $"No {(options.Product is { } product ? product.ToString() : "Redis, Valkey or Garnet")} server is installed on this machine.",
                "Install one with Install-Redis, or name its program with -ServerPath.");
    }

    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (IOException)
        {
            // A child of the server was still writing; the next clean-up of the system's temporary folder takes it.
        }
    }

    private async Task WaitAsync(TimeSpan timeout, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        RedisClientOptions quick = ConnectionOptions with { MaxRetry = 0, ConnectTimeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            if (_process.HasExited)
            {
                throw new HostException(HostFailure.SandboxFailed, $"{Program} ended instead of starting. {await WordsAsync().ConfigureAwait(false)}", "Check -Setting: the server's own words are in the message.");
            }

            try
            {
                using RedisClient client = await RedisClient.ConnectAsync(quick, stop).ConfigureAwait(false);
                return;
            }
            catch (RedisConnectionException e) when (e.Stage == ConnectionStage.Authenticate)
            {
                // It runs; who may use it is what -Setting says, and connecting will tell.
                return;
            }
            catch (RedisException e) when (Stopwatch.GetElapsedTime(started) > timeout)
            {
                throw new HostException(HostFailure.SandboxFailed, $"{Program} did not answer within {timeout.TotalSeconds:0} seconds: {e.Message} {await WordsAsync().ConfigureAwait(false)}", "Give it more time with -Timeout.", e);
            }
            catch (RedisException)
            {
                await Task.Delay(15, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> WordsAsync()
    {
        string console = _process.HasExited ? await _process.LastWordsAsync().ConfigureAwait(false) : _process.Output;
        string log = Path.Combine(DataDirectory, "server.log");
        string[] lines = (console + "\n" + (File.Exists(log) ? await File.ReadAllTextAsync(log).ConfigureAwait(false) : ""))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "It wrote nothing." : "It wrote: " + string.Join(" | ", lines.TakeLast(5));
    }
}

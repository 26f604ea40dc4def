using System.Runtime.Versioning;
using System.Text;
using RedisPS.Core.Service;
using RedisPS.TestServers.Wire;

namespace RedisPS.TestServers.Servers;

/// <summary>
/// A server that is started as a test says: with a configuration file of its own that stays as the server leaves it, with
/// arguments, or as a user who may not write beside the file. For what depends on how a server was started.
/// </summary>
public sealed class FileServer : IDisposable
{
    private readonly string _binary;
    private ServerProcess? _process;

    /// <summary>Prepares a server, and does not start it yet.</summary>
    /// <param name="binary">The program; null for the one that the suites run against.</param>
    public FileServer(string? binary = null)
    {
        _binary = binary ?? ServerBinary.Require();
        DataDirectory = Directory.CreateTempSubdirectory("redisps-").FullName;
        Port = FreePort.Next();
    }

    /// <summary>The directory of the file and the data.</summary>
    public string DataDirectory { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>"127.0.0.1:port".</summary>
    public string EndPoint => $"127.0.0.1:{Port}";

    /// <summary>"redis://127.0.0.1:port".</summary>
    public string Url => $"redis://{EndPoint}";

    /// <summary>The configuration file.</summary>
    public string ConfigFile => PathOf("server.conf");

    /// <summary>The programs of all servers that are installed here.</summary>
    public static IReadOnlyList<string> Installed { get; } = new[] { "redis-server", "redis-server-8", "valkey-server", "valkey-server-8" }
        .Where(name => ServerBinary.OnPath(name) is not null).ToArray();

    /// <summary>A file in the directory.</summary>
    public string PathOf(string name) => Path.Combine(DataDirectory, name);

    /// <summary>Writes the configuration file; {dir} stands for the directory.</summary>
    public FileServer Write(params string[] lines)
    {
        File.WriteAllLines(ConfigFile, new[] { $"port {Port}", "bind 127.0.0.1", $"dir {DataDirectory}", "save \"\"" }.Concat(lines).Select(line => line.Replace("{dir}", DataDirectory)));
        return this;
    }

    /// <summary>Starts it with its configuration file, and arguments behind it.</summary>
    public FileServer Start(params string[] arguments) => Run(_binary, [ConfigFile, .. arguments]);

    /// <summary>Starts it without a configuration file.</summary>
    public FileServer StartWithoutFile(params string[] arguments) => Run(_binary, ["--port", $"{Port}", "--bind", "127.0.0.1", .. arguments]);

    /// <summary>
    /// Starts it so that it cannot write to the directory of its file: as an ordinary user where the tests run as root, else by
    /// taking the right away.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public FileServer StartUnableToWrite()
    {
        string data = Directory.CreateDirectory(PathOf("data")).FullName;
        File.AppendAllText(ConfigFile, $"dir {data}\n");
        File.SetUnixFileMode(data, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(DataDirectory, (UnixFileMode)0b101_101_101);
        return Environment.UserName == "root"
            ? Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", _binary, ConfigFile])
            : Start();
    }

    /// <summary>Starts it where its file is on a file system that is mounted read-only (Linux, root).</summary>
    public FileServer StartOnReadOnlyMount() => Run(
        "unshare", ["--mount", "/bin/sh", "-c", "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" && exec \"$2\" \"$3\"", "sh", DataDirectory, ServerBinary.OnPath(_binary) ?? _binary, ConfigFile]);

    /// <summary>Starts it where its file is mounted by itself, as containers do with a file of their host (Linux, root).</summary>
    public FileServer StartOnMountedFile() => Run(
        "unshare", ["--mount", "/bin/sh", "-c", "mount --bind \"$1\" \"$1\" && exec \"$2\" \"$1\"", "sh", ConfigFile, ServerBinary.OnPath(_binary) ?? _binary]);

    /// <summary>Ends it without saving, and starts it again as its file then says.</summary>
    public void Restart(params string[] arguments)
    {
        _process!.Dispose();
        _ = Start(arguments);
    }

    /// <summary>One command; the reply as text.</summary>
    public string? Send(params string[] command)
    {
        using RawRedis raw = RawRedis.Connect(Port);
        return raw.Send(command);
    }

    /// <summary>What the server has for a setting.</summary>
    public string Setting(string name)
    {
        using RawRedis raw = RawRedis.Connect(Port);
        return raw.SendBytes("CONFIG"u8.ToArray(), "GET"u8.ToArray(), Encoding.UTF8.GetBytes(name)) is IReadOnlyList<object?> { Count: 2 } pair
            ? Encoding.UTF8.GetString((byte[])pair[1]!)
            : "";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(DataDirectory, (UnixFileMode)0b111_101_101);
        }

        Directory.Delete(DataDirectory, recursive: true);
    }

    private FileServer Run(string program, string[] arguments)
    {
        _process = ServerProcess.Start(program, arguments, DataDirectory);
        for (int i = 0; i < 1000; i++)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The server did not start: {_process.LastWordsAsync().GetAwaiter().GetResult()}");
            }

            try
            {
                using RawRedis raw = RawRedis.Connect(Port);
                _ = raw.Send("PING");
                return this;
            }
            catch (RawRedisException e) when (e.Message.StartsWith("LOADING", StringComparison.Ordinal))
            {
                Thread.Sleep(20);
            }
            catch (RawRedisException)
            {
                // It wants a password, so it answers.
                return this;
            }
            catch (IOException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException($"The server on port {Port} does not answer.");
    }
}

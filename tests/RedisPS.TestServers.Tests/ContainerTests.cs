using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.TestServers.Tests;

/// <summary>
/// Container mode with a scripted docker, which notes what it was told and runs the command as a process: what is
/// tested is that the right container is asked for, and that a server that is not our child process serves as well.
/// </summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerTests : IDisposable
{
    private const string ScriptedDocker = """
        #!/bin/sh
        here=$(dirname "$0")
        printf '%s\n' "$*" >> "$here/calls"
        case $1 in
          run)
            while [ "$1" != '-c' ]; do shift; done
            configuration=$3
            sed -i 's/^bind 0.0.0.0$/bind 127.0.0.1/' "$configuration"
            /bin/sh -c "$2" "$configuration" >"$here/output" 2>&1 </dev/null &
            echo $! | tee "$here/pid" ;;
          inspect)
            case $3 in
              *Pid*) echo "$4" ;;
              *) if kill -0 "$4" 2>/dev/null; then echo true; else echo false; fi ;;
            esac ;;
          logs) cat "$here/output" ;;
          rm) kill -9 "$3" 2>/dev/null; echo "$3" ;;
        esac
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("redisps-docker-");

    public ContainerTests()
    {
        string docker = Path.Combine(_directory.FullName, "docker");
        ScriptFile.Write(docker, ScriptedDocker);
        Environment.SetEnvironmentVariable("REDISPS_DOCKER", docker);
        Environment.SetEnvironmentVariable("REDISPS_TEST_IMAGE", "valkey/valkey:8");
    }

    private string[] Calls => File.ReadAllLines(Path.Combine(_directory.FullName, "calls"));

    [Fact]
    public void A_server_runs_in_a_container_of_the_image_published_on_loopback_only()
    {
        using StandaloneServer server = new();

        Assert.Equal("PONG", server.Send("PING"));
        string run = Assert.Single(Calls, call => call.StartsWith("run "));
        Assert.Contains($"--publish 127.0.0.1:{server.Port}:{server.Port} ", run);
        Assert.Contains($"--volume {server.DataDirectory}:{server.DataDirectory} ", run);
        Assert.Contains(" valkey/valkey:8 -c ", run);
    }

    [Fact]
    public void It_is_removed_when_killed_and_comes_back_on_the_same_port()
    {
        StandaloneServer server = new();
        int port = server.Port;
        server.Kill();
        Assert.Throws<IOException>(() => server.Send("PING"));

        server.Start();
        Assert.Equal("PONG", server.Send("PING"));
        Assert.Equal(port, server.Port);
        server.Dispose();

        Assert.Equal(2, Calls.Count(call => call.StartsWith("rm --force ")));
        Assert.False(Directory.Exists(server.DataDirectory));
    }

    [Fact]
    public void Certificates_are_inside_it_too()
    {
        using TlsServer server = new();

        Assert.StartsWith(server.DataDirectory, server.CACertificatePath);
        Assert.Equal("PONG", server.Send("PING"));
    }

    [Fact]
    public void What_docker_complains_about_is_what_the_test_says()
    {
        File.WriteAllText(Environment.GetEnvironmentVariable("REDISPS_DOCKER")!, "#!/bin/sh\necho 'no such image' >&2; exit 125\n");

        Assert.Contains("no such image", Assert.Throws<InvalidOperationException>(() => new StandaloneServer()).Message);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("REDISPS_DOCKER", null);
        Environment.SetEnvironmentVariable("REDISPS_TEST_IMAGE", null);
        _directory.Delete(recursive: true);
    }
}

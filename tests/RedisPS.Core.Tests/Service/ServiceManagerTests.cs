using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Service;

/// <summary>Service managers that are scripted: their answers are those of real ones, their state is a file.</summary>
public sealed class ServiceManagerTests
{
    private static readonly ServiceOptions s_options = new() { Timeout = TimeSpan.FromSeconds(20) };
    private static readonly StopPlan s_nothing = new() { IsKnown = true, Text = "nothing is unsaved" };

    private const string Systemctl = """
        state=$(/bin/cat "$HERE/state" 2>/dev/null || echo inactive)
        file=$(/bin/cat "$HERE/unitfile" 2>/dev/null || echo disabled)
        case "$1" in
          is-system-running) echo running ;;
          list-unit-files) echo 'redis.service                alias    -'
                           echo 'redis-server.service         disabled enabled'
                           echo 'redis-server@.service        disabled enabled'
                           echo 'redis_exporter.service       enabled  enabled' ;;
          list-units) echo 'redis-server.service loaded inactive dead Advanced key-value store' ;;
          show) echo "Id=redis-server.service"; echo LoadState=loaded; echo "ActiveState=$state"; echo SubState=x; echo MainPID=0
                echo "UnitFileState=$file"; echo "ExecStart={ path=/usr/bin/redis-server ; argv[]=/usr/bin/redis-server /etc/redis/redis.conf --supervised systemd --daemonize no ; ignore_errors=no }" ;;
          start|restart) echo active > "$HERE/state" ;;
          stop) echo inactive > "$HERE/state" ;;
          enable) echo enabled > "$HERE/unitfile" ;;
          disable) echo disabled > "$HERE/unitfile" ;;
        esac
        """;

    [Fact]
    public async Task Systemd_units_are_found_without_aliases_templates_and_namesakes()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl).WithFile("/etc/redis/redis.conf", "bind 127.0.0.1 -::1\nport 7009\n");

        RedisService service = Assert.Single(await new ServiceControl(machine.Host()).ListAsync(null, CancellationToken.None));

        Assert.Equal(("redis-server", ServiceProvider.Systemd, ServerProduct.Redis), (service.Name, service.Provider, service.Product));
        Assert.Equal((ServiceStatus.Stopped, ServiceStartType.Manual), (service.Status, service.StartType));
        Assert.Equal(("/usr/bin/redis-server", "/etc/redis/redis.conf", "127.0.0.1:7009"), (service.ServerPath, service.ConfigFile, service.Server));
    }

    [Fact]
    public async Task An_instance_of_a_template_that_has_not_run_yet_is_found_by_its_file()
    {
        using ScriptedHost machine = new ScriptedHost().WithFile("/etc/redis/default.conf", "port 7010\n").WithFile("/etc/redis/sentinel.conf", "port 26379\n").Program("systemctl", """
            case "$1" in
              is-system-running) echo degraded ;;
              list-unit-files) echo 'redis@.service disabled disabled'; echo 'redis-sentinel@.service disabled disabled' ;;
              show) echo "Id=$2"; echo LoadState=loaded; echo ActiveState=inactive; echo UnitFileState=disabled
                    echo 'ExecStart={ path=/usr/sbin/redis-server ; argv[]=/usr/sbin/redis-server /etc/redis/default.conf ; ignore_errors=no }' ;;
            esac
            """);

        RedisService service = Assert.Single(await new ServiceControl(machine.Host()).ListAsync(null, CancellationToken.None));

        Assert.Equal(("redis@default", "127.0.0.1:7010"), (service.Name, service.Server));
    }

    [Fact]
    public async Task A_systemd_service_is_started_waited_for_stopped_and_each_again_changes_nothing()
    {
        int port = FreePort.Next();
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl).WithFile("/etc/redis/redis.conf", $"port {port}\n");
        ServiceControl control = new(machine.Host());
        Task<ServiceChange> starting = control.StartAsync(await OnlyAsync(control), s_options, CancellationToken.None);

        // Active is not ready: the manager has said so long before the server answers.
        while (!machine.Calls.Contains("systemctl start redis-server.service"))
        {
            await Task.Delay(10);
        }

        await Task.Delay(300);
        Assert.False(starting.IsCompleted);
        using TestServer server = new OnPort(port);
        ServiceChange started = await starting;
        Assert.Equal((true, ServiceStatus.Stopped, ServiceStatus.Running, ReadyState.Ready), (started.Changed, started.PreviousStatus, started.Status, started.Readiness!.State));

        Assert.False((await control.StartAsync(await OnlyAsync(control), s_options, CancellationToken.None)).Changed);
        ServiceChange stopped = await control.StopAsync(await OnlyAsync(control), s_nothing, s_options, CancellationToken.None);
        Assert.Equal((true, ServiceStatus.Stopped), (stopped.Changed, stopped.Status));
        Assert.False((await control.StopAsync(await OnlyAsync(control), s_nothing, s_options, CancellationToken.None)).Changed);
        Assert.Equal(1, machine.Calls.Count(call => call == "systemctl start redis-server.service"));
        Assert.Equal(1, machine.Calls.Count(call => call == "systemctl stop redis-server.service"));
    }

    [Fact]
    public async Task Enabling_is_read_back_and_a_second_time_changes_nothing()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl);
        ServiceControl control = new(machine.Host());

        ServiceChange first = await control.SetStartAsync(await OnlyAsync(control), automatic: true, s_options, CancellationToken.None);
        ServiceChange second = await control.SetStartAsync(await OnlyAsync(control), automatic: true, s_options, CancellationToken.None);

        Assert.Equal((true, ServiceStartType.Manual, ServiceStartType.Automatic), (first.Changed, first.PreviousStartType, first.StartType));
        Assert.False(second.Changed);
        Assert.Single(machine.Calls, call => call == "systemctl enable redis-server.service");
    }

    [Fact]
    public async Task A_manager_that_reports_success_and_does_nothing_is_not_believed()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl.Replace("echo enabled > \"$HERE/unitfile\"", "true", StringComparison.Ordinal));
        ServiceControl control = new(machine.Host());

        HostException error = await Assert.ThrowsAsync<HostException>(async () => await control.SetStartAsync(await OnlyAsync(control), automatic: true, s_options, CancellationToken.None));

        Assert.Contains("still Manual", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_is_reported_with_the_log()
    {
        using ScriptedHost machine = new ScriptedHost()
            .Program("systemctl", Systemctl.Replace("start|restart) echo active > \"$HERE/state\"", "start) echo 'Job for redis-server.service failed' >&2; exit 1", StringComparison.Ordinal))
            .Program("journalctl", "echo 'FATAL CONFIG FILE ERROR at line 7'").WithFile("/etc/redis/redis.conf", $"port {FreePort.Next()}\n");
        ServiceControl control = new(machine.Host());

        HostException error = await Assert.ThrowsAsync<HostException>(async () => await control.StartAsync(await OnlyAsync(control), s_options, CancellationToken.None));

        Assert.Equal(HostFailure.ServiceStartFailed, error.Failure);
        Assert.Contains("FATAL CONFIG FILE ERROR at line 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_root_nothing_is_run()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl).WithFile("/etc/redis/redis.conf", $"port {FreePort.Next()}\n");
        ServiceControl control = new(machine.Host(elevated: false));

        HostException error = await Assert.ThrowsAsync<HostException>(async () => await control.StartAsync(await OnlyAsync(control), s_options, CancellationToken.None));

        Assert.Equal(HostFailure.ElevationRequired, error.Failure);
        Assert.DoesNotContain(machine.Calls, call => call.StartsWith("systemctl start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_that_takes_too_long_says_what_is_so_and_leaves_it()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl).WithFile("/etc/redis/redis.conf", $"port {FreePort.Next()}\n");
        ServiceControl control = new(machine.Host());

        HostException error = await Assert.ThrowsAsync<HostException>(async () =>
            await control.StartAsync(await OnlyAsync(control), s_options with { Timeout = TimeSpan.FromSeconds(1) }, CancellationToken.None));

        Assert.Equal(HostFailure.ServiceTimeout, error.Failure);
        Assert.Contains("is Running after 1 seconds, but is not ready", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_server_has_is_seen_before_the_start()
    {
        using StandaloneServer other = new();
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl).WithFile("/etc/redis/redis.conf", $"port {other.Port}\n");
        ServiceControl control = new(machine.Host());

        HostException error = await Assert.ThrowsAsync<HostException>(async () => await control.StartAsync(await OnlyAsync(control), s_options, CancellationToken.None));

        Assert.Equal(HostFailure.PortInUse, error.Failure);
    }

    [Fact]
    public async Task An_offline_systemd_is_none()
    {
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", "echo offline; exit 1");

        Assert.Empty(await new ServiceControl(machine.Host()).ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task A_script_of_init_d_that_fails_with_exit_code_0_is_not_believed()
    {
        // Debian's script prints "failed" and reports success.
        using ScriptedHost machine = new ScriptedHost().WithFile("/etc/redis/redis.conf", $"port {FreePort.Next()}\nlogfile /var/log/redis.log\n").WithFile("/var/log/redis.log", "# Can't open the log\n")
            .WithFile("/etc/init.d/redis-server", "#!/bin/sh\nDAEMON=/usr/bin/redis-server\nDAEMON_ARGS=/etc/redis/redis.conf\ncase $1 in status) exit 3;; start) echo failed;; esac\n", executable: true);
        ServiceControl control = new(machine.Host());
        RedisService service = await OnlyAsync(control);
        Assert.Equal((ServiceProvider.SysV, ServiceStatus.Stopped, "/usr/bin/redis-server"), (service.Provider, service.Status, service.ServerPath));

        HostException error = await Assert.ThrowsAsync<HostException>(() => control.StartAsync(service, s_options, CancellationToken.None));

        Assert.Equal(HostFailure.ServiceStartFailed, error.Failure);
        Assert.Contains("Can't open the log", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_loads_is_waited_for_after_its_manager_has_said_that_it_runs()
    {
        using StandaloneServer filler = new();
        filler.Send("DEBUG", "POPULATE", "3000");
        filler.Send("SAVE");
        int port = FreePort.Next();
        using ScriptedHost machine = new();
        string data = Path.Combine(machine.Directory, "data");
        Directory.CreateDirectory(data);
        File.Copy(Path.Combine(filler.DataDirectory, "dump.rdb"), Path.Combine(data, "dump.rdb"));
        string pidFile = Path.Combine(data, "server.pid");
        machine.WithFile("/etc/redis/redis.conf", $"port {port}\nbind 127.0.0.1\ndir {data}\npidfile {pidFile}\ndaemonize yes\nkey-load-delay 500\nloading-process-events-interval-bytes 1024\n")
            .WithFile("/etc/init.d/redis-server", $"""
                #!/bin/sh
                CONFIG=/etc/redis/redis.conf
                case $1 in
                  start) exec {ServerBinary.OnPath(Path.GetFileName(ServerBinary.Require())) ?? ServerBinary.Require()} '{machine.Directory}/root/etc/redis/redis.conf' ;;
                  stop) kill "$(/bin/cat '{pidFile}')" ;;
                  status) kill -0 "$(/bin/cat '{pidFile}' 2>/dev/null)" 2>/dev/null && exit 0; exit 3 ;;
                esac
                """, executable: true);
        ServiceControl control = new(machine.Host());
        List<string> told = [];
        try
        {
            ServiceChange started = await control.StartAsync(await OnlyAsync(control), s_options with { Timeout = TimeSpan.FromSeconds(60), Report = told.Add }, CancellationToken.None);

            Assert.Equal(ReadyState.Ready, started.Readiness!.State);
            Assert.Contains(told, text => text.Contains("loading", StringComparison.OrdinalIgnoreCase));
            Assert.Equal(ServiceStatus.Stopped, (await control.StopAsync(await OnlyAsync(control), s_nothing, s_options, CancellationToken.None)).Status);
        }
        finally
        {
            // Its own daemon, by its number.
            if (File.Exists(pidFile))
            {
                System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pidFile), System.Globalization.CultureInfo.InvariantCulture)).Kill();
            }
        }
    }

    [Fact]
    public async Task An_encrypted_port_that_nothing_says_is_one_is_found_out()
    {
        using TlsServer server = new();
        RedisService service = new() { Name = "x", Provider = ServiceProvider.Process, Status = ServiceStatus.Running, Port = server.Port };

        Assert.Equal(ReadyState.Ready, (await ServerReadiness.LookAsync(service, new ServiceAccess(), CancellationToken.None)).State);
    }

    [Fact]
    public async Task A_server_without_a_port_is_reached_by_its_socket()
    {
        using UnixSocketServer server = new();
        using ScriptedHost machine = new ScriptedHost().Program("systemctl", Systemctl.Replace("echo inactive)", "echo active)", StringComparison.Ordinal))
            .WithFile("/etc/redis/redis.conf", $"port 0\nunixsocket {server.SocketPath}\n");

        RedisService service = Assert.Single(await new ServiceControl(machine.Host()).ListAsync(new ServiceAccess(), CancellationToken.None));

        Assert.Equal((server.SocketPath, ReadyState.Ready), (service.Server, service.Readiness!.State));
    }

    [Fact]
    public async Task Links_in_rc_d_say_whether_a_script_starts_with_the_machine()
    {
        using ScriptedHost machine = new ScriptedHost().Program("update-rc.d", "if [ \"$2\" = enable ]; then /bin/mkdir -p \"$HERE/root/etc/rc2.d\"; : > \"$HERE/root/etc/rc2.d/S01valkey\"; fi")
            .WithFile("/etc/init.d/valkey", "#!/bin/sh\nexit 3\n", executable: true);
        ServiceControl control = new(machine.Host());
        Assert.Equal(ServiceStartType.Manual, (await OnlyAsync(control)).StartType);

        ServiceChange change = await control.SetStartAsync(await OnlyAsync(control), automatic: true, s_options, CancellationToken.None);

        Assert.Equal(ServiceStartType.Automatic, change.StartType);
        Assert.Equal(["update-rc.d valkey defaults", "update-rc.d valkey enable"], machine.Calls);
    }

    [Fact]
    public async Task OpenRC_goes_before_the_scripts_it_uses()
    {
        using ScriptedHost machine = new ScriptedHost()
            .Program("rc-service", "case $2 in status) [ -f \"$HERE/up\" ] && exit 0; exit 3;; start) : > \"$HERE/up\";; esac")
            .Program("rc-update", "case $1 in show) echo '                redis |      default';; esac")
            .WithFile("/etc/init.d/redis", "#!/sbin/openrc-run\ncommand=\"/usr/bin/redis-server\"\n", executable: true);
        ServiceControl control = new(machine.Host());

        RedisService service = await OnlyAsync(control);
        ServiceChange change = await control.StartAsync(service, s_options, CancellationToken.None);

        Assert.Equal((ServiceProvider.OpenRC, ServiceStartType.Automatic), (service.Provider, service.StartType));
        Assert.Equal(ServiceStatus.Running, change.Status);
        Assert.Contains("rc-service redis start", machine.Calls);
    }

    [Fact]
    public async Task Launchd_services_of_Homebrew_are_loaded_or_kicked()
    {
        const string Plist = "<plist><dict><key>Label</key><string>homebrew.mxcl.redis</string><key>ProgramArguments</key><array><string>/opt/homebrew/opt/redis/bin/redis-server</string><string>/opt/homebrew/etc/redis.conf</string></array></dict></plist>";
        using ScriptedHost machine = new ScriptedHost()
            .Program("launchctl", "case $1 in list) echo 'PID\tStatus\tLabel'; [ -f \"$HERE/up\" ] && echo '4321\t0\thomebrew.mxcl.redis';; bootstrap) : > \"$HERE/up\";; bootout) /bin/rm -f \"$HERE/up\";; esac; exit 0")
            .WithFile("/opt/homebrew/opt/redis/homebrew.mxcl.redis.plist", Plist).WithFile("/opt/homebrew/etc/redis.conf", $"port {FreePort.Next()}\n");
        ServiceControl control = new(machine.Host(HostPlatform.MacOS, elevated: false));
        RedisService service = await OnlyAsync(control);
        Assert.Equal((ServiceStatus.Stopped, ServiceStartType.Manual, "/opt/homebrew/etc/redis.conf"), (service.Status, service.StartType, service.ConfigFile));

        ServiceChange change = await control.StartAsync(service, s_options with { NoWait = true }, CancellationToken.None);

        Assert.Equal((ServiceStatus.Running, 4321), (change.Status, change.ProcessId!.Value));
        Assert.Contains(machine.Calls, call => call.StartsWith("launchctl bootstrap gui/", StringComparison.Ordinal) && call.EndsWith("homebrew.mxcl.redis.plist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Windows_services_are_read_from_sc()
    {
        using ScriptedHost machine = new ScriptedHost().Program("sc.exe", """
            [ "$2" = Memurai ] || exit 36
            state=$(/bin/cat "$HERE/state" 2>/dev/null || echo '1  STOPPED')
            case $1 in
              queryex) printf 'SERVICE_NAME: Memurai\r\n        STATE              : %s\r\n        PID                : 0\r\n' "$state" ;;
              qc) printf '        START_TYPE         : 2   AUTO_START\r\n        BINARY_PATH_NAME   : "C:\\Program Files\\Memurai\\memurai.exe" --service-run "C:\\Program Files\\Memurai\\memurai.conf"\r\n' ;;
              start) echo '4  RUNNING' > "$HERE/state" ;;
            esac
            """);
        ServiceControl control = new(machine.Host(HostPlatform.Windows));
        RedisService service = await OnlyAsync(control);
        Assert.Equal(("Memurai", ServerProduct.Memurai, ServiceStatus.Stopped, ServiceStartType.Automatic), (service.Name, service.Product, service.Status, service.StartType));
        Assert.Equal((@"C:\Program Files\Memurai\memurai.exe", @"C:\Program Files\Memurai\memurai.conf"), (service.ServerPath, service.ConfigFile));

        Assert.Equal(ServiceStatus.Running, (await control.StartAsync(service, s_options with { NoWait = true }, CancellationToken.None)).Status);
        Assert.Equal("sc.exe config Memurai start= demand", control.Preview(service, ServiceAction.Disable, TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public async Task Containers_are_found_by_their_image_and_stopped_without_dockers_ten_seconds()
    {
        const string Container = """[{"Name":"/cache","State":{"Status":"STATE","Running":true,"Pid":0,"ExitCode":0},"Config":{"Image":"docker.io/valkey/valkey:8-alpine"},"HostConfig":{"NetworkMode":"bridge","RestartPolicy":{"Name":"no"},"PortBindings":{"6379/tcp":[{"HostIp":"127.0.0.1","HostPort":"16379"}]}}}]""";
        using ScriptedHost machine = new ScriptedHost().Program("docker", $"""
            state=$(/bin/cat "$HERE/state" 2>/dev/null || echo running)
            case $1 in
              ps) echo 'abc docker.io/valkey/valkey:8-alpine'; echo 'def oliver006/redis_exporter:latest' ;;
              inspect) printf '%s' '{Container}' | /bin/sed "s/STATE/$state/" ;;
              stop) echo exited > "$HERE/state" ;;
            esac
            """);
        ServiceControl control = new(machine.Host(elevated: false));
        RedisService service = await OnlyAsync(control);
        Assert.Equal(("cache", ServiceProvider.Docker, ServerProduct.Valkey, "127.0.0.1:16379"), (service.Name, service.Provider, service.Product, service.Server));

        ServiceChange change = await control.StopAsync(service, s_nothing, s_options with { Timeout = TimeSpan.FromSeconds(90) }, CancellationToken.None);

        Assert.Equal(ServiceStatus.Stopped, change.Status);
        Assert.Contains("docker stop --time 89 cache", machine.Calls);
        Assert.Contains("docker inspect abc", machine.Calls);
    }

    private static async Task<RedisService> OnlyAsync(ServiceControl control) => Assert.Single(await control.ListAsync(null, CancellationToken.None));

    private sealed class OnPort(int port) : TestServer(port, []);
}

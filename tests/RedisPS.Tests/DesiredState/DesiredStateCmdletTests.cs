using System.Globalization;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.DesiredState;

public sealed class DesiredStateCmdletTests : IClassFixture<HardenedServer>, IDisposable
{
    private const string Twenty = """
        @{
            Configuration = @{
                maxmemory = '512mb'; 'maxmemory-policy' = 'allkeys-lru'; 'maxmemory-samples' = 7; timeout = 300; 'tcp-keepalive' = 60
                'hz' = 20; 'slowlog-max-len' = 512; 'slowlog-log-slower-than' = 5000; 'latency-monitor-threshold' = 100; 'notify-keyspace-events' = 'Ex'
                'replica-priority' = 90; 'acllog-max-len' = 64; 'repl-backlog-size' = '2mb'; 'client-output-buffer-limit' = 'pubsub 64mb 16mb 120'
                'maxmemory-clients' = '5%'; 'activerehashing' = $false
            }
            Persistence = @{ AppendOnly = $true; AppendFsync = 'always'; Save = '900 1', '300 10'; RewriteMinSize = '32mb' }
            AclUsers = @{ app = 'on >secret-Yak-55 ~app:* +@read +@write -@dangerous +info'; gone = $false }
        }
        """;

    private readonly HardenedServer _hardened;
    private readonly FileServer _server = new();

    public DesiredStateCmdletTests(HardenedServer hardened) => _hardened = hardened;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_state_of_twenty_settings_and_a_user_is_reached_and_the_second_run_changes_nothing()
    {
        _server.Write().Start();
        string path = State(Twenty);

        string test = Good($"Test-RedisDesiredState '{path}'", "jsonl");
        Assert.Contains("\"Property\":\"maxmemory\",\"Desired\":\"512mb\",\"Actual\":\"0\",\"InDesiredState\":false", test, StringComparison.Ordinal);
        Assert.Equal("False", Good($"Test-RedisDesiredState '{path}' -Quiet").Trim());

        string[] first = Lines(Good($"Set-RedisDesiredState '{path}' -Force", "jsonl"));
        Assert.Equal(22, first.Length);
        Assert.Equal(21, first.Count(line => line.Contains("\"Changed\":true", StringComparison.Ordinal)));
        Assert.All(first, line => Assert.Contains("\"InDesiredState\":true", line, StringComparison.Ordinal));
        Assert.Equal("536870912", _server.Setting("maxmemory"));
        Assert.Contains(Directory.GetFiles(_server.PathOf("appendonlydir")), file => file.EndsWith(".manifest", StringComparison.Ordinal));

        _ = _server.Send("CONFIG", "RESETSTAT");
        string[] second = Lines(Good($"Set-RedisDesiredState '{path}' -Force", "jsonl"));

        Assert.All(second, line => Assert.Contains("\"Changed\":false", line, StringComparison.Ordinal));
        string stats = _server.Send("INFO", "commandstats")!;
        Assert.Contains("cmdstat_config|get:calls=1,", stats, StringComparison.Ordinal);
        Assert.Contains("cmdstat_acl|list:calls=1,", stats, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_config|set", stats, StringComparison.Ordinal);
        Assert.DoesNotContain("cmdstat_acl|setuser", stats, StringComparison.Ordinal);
        Assert.Equal("True", Good($"Test-RedisDesiredState '{path}' -Quiet").Trim());
    }

    [Fact]
    public void Finding_out_that_nothing_is_to_do_takes_one_round_trip()
    {
        _server.Write().Start();
        string path = State(Twenty);
        _ = Good($"Set-RedisDesiredState '{path}' -Force");
        string connect = "Connect-Redis 'redis://127.0.0.1:{0}' | Out-Null";

        int connected = RoundTrips(connect);
        int both = RoundTrips(connect + $"; Set-RedisDesiredState '{path}' -Force -Persist:$false | Out-Null");

        Assert.Equal(1, both - connected);
    }

    [Fact]
    public void With_Persist_it_lasts_over_a_restart_and_is_written_once()
    {
        _server.Write().Start();
        string path = State(Twenty);

        Assert.All(Lines(Good($"Set-RedisDesiredState '{path}' -Force -Persist", "jsonl")).Where(line => line.Contains("\"Changed\":true", StringComparison.Ordinal)),
            line => Assert.Contains("\"Persisted\":true", line, StringComparison.Ordinal));
        _server.Restart();
        Assert.Equal("True", Good($"Test-RedisDesiredState '{path}' -Quiet").Trim());

        DateTime written = File.GetLastWriteTimeUtc(_server.ConfigFile);
        Assert.DoesNotContain("\"Changed\":true", Good($"Set-RedisDesiredState '{path}' -Force -Persist", "jsonl"), StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_server.ConfigFile));
    }

    [Fact]
    public void What_was_set_without_Persist_is_written_when_Persist_is_asked_for()
    {
        _server.Write().Start();
        const string State = "-State @{ Configuration = @{ timeout = 77 }; AclUsers = @{ app = 'on nopass ~a +get' } }";
        _ = Good($"Set-RedisDesiredState {State}");

        _ = Good($"Set-RedisDesiredState {State} -Persist");
        _server.Restart();

        Assert.Equal("True", Good($"Test-RedisDesiredState {State} -Quiet").Trim());
    }

    [Fact]
    public void Users_of_a_server_with_a_file_of_users_are_saved_there()
    {
        File.WriteAllText(_server.PathOf("users.acl"), "");
        _server.Write("aclfile {dir}/users.acl").Start();

        Assert.Contains("\"Persisted\":true", Good("Set-RedisDesiredState -State @{ AclUsers = @{ app = 'on nopass ~a +get' } } -Persist", "jsonl"), StringComparison.Ordinal);

        Assert.Contains("user app on nopass", File.ReadAllText(_server.PathOf("users.acl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_Persist_changes_nothing()
    {
        _server.StartWithoutFile();

        (int code, _, string errors) = Run("Set-RedisDesiredState -State @{ Configuration = @{ timeout = 77 }; AclUsers = @{ app = 'on nopass ~a +get' } } -Persist");

        Assert.Equal(1, code);
        Assert.Contains("without a configuration file", errors, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("timeout"));
        Assert.Equal("user default on nopass", _server.Send("ACL", "LIST")![..22]);
    }

    [Fact]
    public void WhatIf_says_before_and_after_and_changes_nothing()
    {
        _server.Write().Start();

        string output = Good($"Set-RedisDesiredState '{State(Twenty)}' -WhatIf");

        Assert.Contains("maxmemory: 0 -> 512mb", output, StringComparison.Ordinal);
        Assert.Contains("app: (nothing) -> on #***", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Yak", output, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("maxmemory"));
    }

    [Fact]
    public void What_needs_a_restart_is_said_and_does_not_stop_the_rest()
    {
        _server.Write().Start();

        (int code, string output, string errors) = Run("Set-RedisDesiredState -State @{ Configuration = @{ databases = 3; timeout = 77 } }", "jsonl");

        Assert.Equal(0, code);
        Assert.Contains("needs its configuration file changed and a restart for: databases", errors, StringComparison.Ordinal);
        Assert.Contains("\"Property\":\"databases\",\"Previous\":\"16\",\"Value\":\"16\",\"Desired\":\"3\",\"Changed\":false,\"InDesiredState\":false,\"RequiresRestart\":true", output, StringComparison.Ordinal);
        Assert.Equal("77", _server.Setting("timeout"));
    }

    [Fact]
    public void A_refused_setting_changes_no_setting_and_says_so_and_users_go_on()
    {
        _server.Write().Start();

        (int code, string output, string errors) = Run("Set-RedisDesiredState -State @{ Configuration = @{ 'maxmemory-policy' = 'nonsense'; timeout = 77 }; AclUsers = @{ app = 'on nopass ~a +get' } }", "jsonl");

        Assert.Equal(1, code);
        Assert.Contains("maxmemory-policy", errors, StringComparison.Ordinal);
        Assert.Contains("settings change together or not at all", output, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("timeout"));
        Assert.Contains("\"Property\":\"app\",\"Previous\":null,\"Value\":\"on nopass ~a -@all +get\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_of_the_machines_memory_becomes_bytes()
    {
        _server.Write().Start();
        const string Half = "Set-RedisDesiredState -State @{ Configuration = @{ maxmemory = '50%' } }";

        Assert.Contains("\"Changed\":true", Good(Half, "jsonl"), StringComparison.Ordinal);

        Assert.InRange(long.Parse(_server.Setting("maxmemory"), System.Globalization.CultureInfo.InvariantCulture), 1L << 20, 1L << 50);
        Assert.Contains("\"Changed\":false", Good(Half, "jsonl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("psd1", false)]
    [InlineData("json", false)]
    [InlineData("psd1", true)]
    public void What_is_exported_is_found_without_drift(string extension, bool sensitive)
    {
        _server.Write("requirepass hunter2").Start();
        string login = $"Connect-Redis 'redis://default:hunter2@{_server.EndPoint}' | Out-Null; ";
        Assert.Equal(0, ModuleHost.Run(login + $"Set-RedisDesiredState '{State(Twenty)}' -Force").Code);
        string path = _server.PathOf("state." + extension);

        (int code, string output, string errors) = ModuleHost.Run(login + $"Export-RedisDesiredState '{path}' {(sensitive ? "-IncludeSensitive -All" : "")} | Out-Null; Test-RedisDesiredState '{path}' | Where-Object InDesiredState -ne True; Test-RedisDesiredState '{path}' -Quiet", "jsonl");

        Assert.Equal((0, "", "true"), (code, errors, output.Trim().ToLowerInvariant()));
        Assert.Equal(sensitive, File.ReadAllText(path).Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain("Yak", File.ReadAllText(path), StringComparison.Ordinal);
        if (sensitive && !OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Contains("is there already", ModuleHost.Run(login + $"Export-RedisDesiredState '{path}'").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_rights_gets_unknown_and_not_a_wrong_answer()
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf("no-config")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; Test-RedisDesiredState -State @{{ Configuration = @{{ timeout = 0 }}; AclUsers = @{{ default = 'on ~* &* +@all' }} }}", "jsonl");

        Assert.Equal(1, code);
        Assert.Contains("config|get", errors, StringComparison.Ordinal);
        Assert.Contains("\"Property\":\"timeout\",\"Desired\":\"0\",\"Actual\":null,\"InDesiredState\":null", output, StringComparison.Ordinal);
        Assert.Contains("\"Property\":\"default\"", output, StringComparison.Ordinal);
        Assert.Contains("\"InDesiredState\":true", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_CONFIG_is_renamed_it_says_so_and_the_map_helps()
    {
        const string Test = "Test-RedisDesiredState -State @{ Configuration = @{ timeout = 0 } } -Quiet";

        (_, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf("default")}' | Out-Null; {Test}");
        Assert.Equal("False", output.Trim());
        Assert.Contains("-CommandMap", errors, StringComparison.Ordinal);

        Assert.Equal("True", ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf("default")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; {Test}").Output.Trim());
    }

    [Fact]
    public void Who_changes_the_own_user_is_told_what_was_done_and_the_others_come_first()
    {
        _server.Write("user me on >p ~* &* +@all").Start();
        string login = $"Connect-Redis 'redis://me:p@{_server.EndPoint}' | Out-Null; ";

        (int less, string lessOutput, string lessErrors) = ModuleHost.Run(
            login + "Set-RedisDesiredState -State @{ Configuration = @{ timeout = 77 }; AclUsers = @{ me = 'on >p ~* &* +@all -acl|list'; app = 'on nopass ~a +get' } } -Force", "jsonl");
        string rights = _server.Send("ACL", "LIST")!;
        _ = _server.Send("ACL", "SETUSER", "me", "+acl|list");
        (int gone, string goneOutput, string goneErrors) = ModuleHost.Run(
            login + "Set-RedisDesiredState -State @{ Configuration = @{ timeout = 78 }; AclUsers = @{ me = $false; app = $false } } -Force", "jsonl");

        Assert.Equal((0, 0), (less, gone));
        Assert.Matches("cannot read it back: (me, app|app, me)\\.", lessErrors);
        Assert.Matches("cannot read it back: timeout, (me, app|app, me)\\.", goneErrors);
        Assert.All([.. Lines(lessOutput), .. Lines(goneOutput)], line => Assert.Contains("\"Changed\":true", line, StringComparison.Ordinal));
        Assert.Contains("The server said OK", lessOutput, StringComparison.Ordinal);
        Assert.Contains("-acl|list", rights, StringComparison.Ordinal);
        Assert.Contains("user app on nopass", rights, StringComparison.Ordinal);
        Assert.Equal(("78", "default"), (_server.Setting("timeout"), _server.Send("ACL", "USERS")!.Trim()));
    }

    [Fact]
    public void Who_removes_the_own_user_is_told_that_it_is_not_saved()
    {
        _server.Write("user me on >p ~* &* +@all").Start();

        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis 'redis://me:p@{_server.EndPoint}' | Out-Null; Set-RedisDesiredState -State @{{ AclUsers = @{{ me = $false }} }} -Force -Persist", "jsonl");

        Assert.NotEqual(0, code);
        Assert.Contains("lost when it starts again: me", errors, StringComparison.Ordinal);
        Assert.Contains("\"Changed\":true,\"InDesiredState\":null", output, StringComparison.Ordinal);
        Assert.Contains("\"Persisted\":false", output, StringComparison.Ordinal);
        Assert.Equal("default", _server.Send("ACL", "USERS")!.Trim());
    }

    [Fact]
    public void A_file_that_would_have_to_be_run_is_not()
    {
        _server.Write().Start();

        (int code, _, string errors) = Run($"Set-RedisDesiredState '{State("@{ Configuration = @{ timeout = (Get-Date).Day } }")}'");

        Assert.Equal(1, code);
        Assert.Contains("line 1, column 33:", errors, StringComparison.Ordinal);
    }

    private string State(string text)
    {
        string path = _server.PathOf($"{Guid.NewGuid():N}.psd1");
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private int RoundTrips(string script)
    {
        using DelayProxy far = new(_server.Port, TimeSpan.FromMilliseconds(100));
        (int code, _, string errors) = ModuleHost.Run(script.Replace("{0}", far.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal((0, ""), (code, errors));
        return far.RoundTrips;
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);

    private string Good(string script, string format = "table")
    {
        (int code, string output, string errors) = Run(script, format);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }
}

using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Configuration;

public sealed class ConfigCmdletTests : IClassFixture<HardenedServer>, IDisposable
{
    private readonly HardenedServer _hardened;
    private readonly FileServer _server = new();

    public ConfigCmdletTests(HardenedServer hardened) => _hardened = hardened;

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Settings_are_typed_with_unit_and_default()
    {
        _server.Write("maxmemory 1gb").Start();

        string output = Good("Get-RedisConfig maxmemory, appendonly, timeout", "jsonl");

        Assert.Contains("\"Name\":\"maxmemory\",\"Value\":1073741824,\"RawValue\":\"1073741824\",\"Unit\":\"bytes\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"appendonly\",\"Value\":false", output, StringComparison.Ordinal);
        Assert.Contains("\"ValueText\":\"1.00 GB\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Default\":\"0\",\"IsDefault\":false,\"IsMutable\":true", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_a_terminal_would_obey_is_shown_escaped()
    {
        _server.Write().Start();
        Assert.Equal("OK", _server.Send("CONFIG", "SET", "proc-title-template", "{title}\u001b[2J"));

        string shown = Good("Get-RedisConfig proc-title-template", "table");

        Assert.Contains("{title}\\x1b[2J", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void Only_what_was_changed_is_shown_with_Changed()
    {
        _server.Write("timeout 77").Start();

        string[] names = Good("Get-RedisConfig -Changed | ForEach-Object -MemberName Name", "table").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["bind", "port", "save", "timeout"], names.Order().Except(["maxclients"]));
    }

    [Fact]
    public void A_new_password_of_the_default_user_is_used_at_once()
    {
        _server.Write().Start();

        // The second connection ends the first one, which has to come back with the password.
        const string Lost = "Invoke-RedisCommand CLIENT,KILL,TYPE,normal,SKIPME,yes -Connection second | Out-Null; Test-RedisKey nothing -Connection first";
        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis '{_server.Url}' -Name first | Out-Null; Connect-Redis '{_server.Url}' -Name second | Out-Null; Set-RedisConfig requirepass seven-suns -Force | Out-Null; {Lost}; Set-RedisConfig requirepass '' -Force | Out-Null; {Lost}");

        Assert.True(code == 0, errors);
        Assert.Equal(["False", "False"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("2 connection(s) of this session use the new password", errors, StringComparison.Ordinal);
        Assert.Contains("needs no password any more", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("seven-suns", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_names_are_shown_only_when_they_are_asked_for()
    {
        _server.Write().Start();

        Assert.DoesNotContain("slave", Good("Get-RedisConfig *priority, *lazy-flush", "jsonl"), StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"slave-priority\"", Good("Get-RedisConfig slave-priority", "jsonl"), StringComparison.Ordinal);
        Assert.True(Run("Set-RedisConfig slave-priority 7") is { Code: 0 });
        Assert.Equal("7", _server.Setting("replica-priority"));
    }

    [Fact]
    public void A_setting_that_is_not_there_is_an_error_and_a_pattern_that_matches_nothing_is_not()
    {
        _server.Write().Start();

        (int code, string output, string errors) = Run("Get-RedisConfig nonsense, timeout; Get-RedisConfig nonsense*");

        Assert.Equal(1, code);
        Assert.Contains("no setting 'nonsense'", errors, StringComparison.Ordinal);
        Assert.Contains("timeout", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_shown_only_when_it_is_asked_for_and_three_stars_never_become_one()
    {
        _server.Write("masterauth hunter2-secret").Start();

        (int code, string output, string errors) = Run("Get-RedisConfig masterauth; Set-RedisConfig masterauth hunter3-secret -Verbose; Get-RedisConfig masterauth | Set-RedisConfig; Set-RedisConfig -Setting @{ masterauth = 'hunter4-secret'; databases = 3 }");

        Assert.Equal(1, code);
        Assert.DoesNotContain("hunter", output + errors, StringComparison.Ordinal);
        Assert.Contains("three stars", errors, StringComparison.Ordinal);
        Assert.Equal("hunter3-secret", _server.Setting("masterauth"));
        Assert.Contains("hunter3-secret", Good("Get-RedisConfig masterauth -IncludeSensitive", "jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_written_as_people_do()
    {
        _server.Write().Start();

        Good("Set-RedisConfig -Setting @{ maxmemory = 1.5gb; timeout = '5m'; appendfsync = 'ALWAYS'; rdbcompression = $false; 'slowlog-log-slower-than' = '10ms'; 'oom-score-adj-values' = 0, 100, 900; hz = 12; 'notify-keyspace-events' = $null; save = '900 1', '300 10' } -Force", "jsonl");

        Assert.Equal(
            ("1610612736", "300", "always", "no", "10000", "0 100 900", "12", "900 1 300 10"),
            (_server.Setting("maxmemory"), _server.Setting("timeout"), _server.Setting("appendfsync"), _server.Setting("rdbcompression"), _server.Setting("slowlog-log-slower-than"),
                _server.Setting("oom-score-adj-values"), _server.Setting("hz"), _server.Setting("save")));
    }

    [Fact]
    public void The_second_run_changes_nothing_and_says_so()
    {
        _server.Write().Start();
        const string Line = "Set-RedisConfig -Setting @{ maxmemory = '100mb'; 'maxmemory-policy' = 'allkeys-lru' } -Persist | ForEach-Object -MemberName Changed";

        Assert.Equal(["True", "True"], Good(Line).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["False", "False"], Good(Line).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("timeout five", "couldn't be parsed into an integer")]
    [InlineData("maxmemory-policy lru", "allkeys-lru")]
    [InlineData("databases 3", "read at start only")]
    [InlineData("dir /tmp", "enable-protected-configs")]
    [InlineData("nonsense 3", "does not know the setting")]
    [InlineData("maxmemory -1", "memory value")]
    public void A_refused_setting_says_why_and_changes_nothing(string setting, string expected)
    {
        _server.Write().Start();
        string before = _server.Send("CONFIG", "GET", "*")!;

        (int code, string output, string errors) = Run($"Set-RedisConfig {setting}");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal(before, _server.Send("CONFIG", "GET", "*"));
    }

    [Fact]
    public void WhatIf_says_what_would_change_and_changes_nothing()
    {
        _server.Write().Start();

        (int code, string output, _) = Run("Set-RedisConfig -Setting @{ timeout = 5; hz = 10 } -WhatIf; Save-RedisConfig -WhatIf");

        Assert.Equal(0, code);
        Assert.Contains("timeout from '0' to '5'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hz", output, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("timeout"));
        Assert.DoesNotContain("CONFIG REWRITE", File.ReadAllText(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port")]
    [InlineData("maxclients")]
    [InlineData("appendonly")]
    public void What_can_lock_out_or_lose_data_is_not_done_without_asking(string name)
    {
        _server.Write().Start();
        string before = _server.Setting(name);

        (int code, _, string errors) = Run($"Set-RedisConfig {name} {(name == "appendonly" ? "yes" : "50")}");

        Assert.Equal(1, code);
        Assert.Contains("cannot ask", errors, StringComparison.Ordinal);
        Assert.Equal(before, _server.Setting(name));
    }

    [Fact]
    public void Nothing_is_asked_when_nothing_is_different()
    {
        _server.Write().Start();

        Assert.Equal("False", Good($"Set-RedisConfig port {_server.Port} | ForEach-Object -MemberName Changed").Trim());
    }

    [Fact]
    public void A_user_without_CONFIG_is_told_the_right_that_is_missing()
    {
        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf("no-config")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; Get-RedisConfig timeout; Set-RedisConfig timeout 5; Save-RedisConfig");

        Assert.Equal(1, code);
        Assert.Contains("ACL SETUSER no-config +", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_CONFIG_is_named_as_a_possibility_and_works_with_the_map()
    {
        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf("default")}' | Out-Null; Get-RedisConfig timeout");
        (int mapped, string output, string none) = ModuleHost.Run(
            $"Connect-Redis '{_hardened.UrlOf("default")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; Set-RedisConfig timeout 55 -Persist | ForEach-Object -MemberName Persisted; Get-RedisConfig timeout | ForEach-Object -MemberName Value; Set-RedisConfig maxclients 900 -RevertAfter 30 | Out-Null; Confirm-RedisChange | ForEach-Object -MemberName State");

        Assert.Equal(1, code);
        Assert.Contains("-CommandMap", errors, StringComparison.Ordinal);
        Assert.Contains("portal", errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (mapped, none));
        Assert.Equal(["True", "55", "Confirmed"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("rename-command CONFIG", File.ReadAllText(Path.Combine(_hardened.DataDirectory, "redisps-test.conf")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_Sentinel_has_no_CONFIG_and_that_is_what_it_says()
    {
        File.WriteAllText(_server.ConfigFile, $"port {_server.Port}\nbind 127.0.0.1\ndir {_server.DataDirectory}\n");
        _server.Start("--sentinel");

        (int code, _, string errors) = Run("Get-RedisConfig timeout");

        Assert.Equal(1, code);
        Assert.Contains("SENTINEL CONFIG GET", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_managed_service_withholds_CONFIG_and_that_is_what_it_says()
    {
        string commands = string.Concat(Enumerable.Range(0, 60).Select(i => $"$4\r\nCM{i:00}\r\n"));
        using FakeServer managed = new(async connection =>
        {
            while (await connection.ReadCommandAsync() is { } command)
            {
                await connection.SendAsync((command[0].ToUpperInvariant(), command.ElementAtOrDefault(1)?.ToUpperInvariant()) switch
                {
                    ("HELLO", _) => "-ERR unknown command 'HELLO'\r\n",
                    ("INFO", _) => "$43\r\n# Server\r\nredis_version:7.0.15\r\nloading:0\r\n\r\n",
                    ("COMMAND", "LIST") => $"*60\r\n{commands}",
                    ("CONFIG", _) => "-ERR unknown command 'CONFIG', with args beginning with: 'GET'\r\n",
                    _ => "+OK\r\n",
                });
            }
        });

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis 127.0.0.1:{managed.Port} | Out-Null; Get-RedisConfig timeout; Set-RedisConfig timeout 5; Save-RedisConfig");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal(3, errors.Split("managed service, which withholds CONFIG").Length - 1);
    }

    [Fact]
    public void Saving_shows_what_was_different_and_is_verified()
    {
        _server.Write("timeout 5").Start();

        (int code, string output, string errors) = Run("Set-RedisConfig -Setting @{ timeout = 6; maxmemory = '1mb' } | Out-Null; $save = Save-RedisConfig; $save.Saved; $save.Verified; $save.Changes | Format-Table Name, InFile, Running; Save-RedisConfig | ForEach-Object -MemberName Changes");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("timeout   5      6", output, StringComparison.Ordinal);
        Assert.Contains("maxmemory 0      1048576", output, StringComparison.Ordinal);
        Assert.Contains("timeout 6", File.ReadAllText(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_without_a_file_is_an_error_and_so_is_persisting()
    {
        _server.StartWithoutFile();

        (int code, string output, string errors) = Run("Save-RedisConfig; Set-RedisConfig timeout 5 -Persist");

        Assert.Equal((1, ""), (code, output));
        Assert.Equal(2, errors.Split("was started without a configuration file").Length - 1);
        Assert.Equal("0", _server.Setting("timeout"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_the_change_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _server.Write().StartUnableToWrite();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 5 -Persist | ForEach-Object -MemberName Persisted; Save-RedisConfig");

        Assert.Equal((1, "False"), (code, output.Trim()));
        Assert.Contains("lost when it starts again: timeout", errors, StringComparison.Ordinal);
        Assert.Contains("right to write to the directory", errors, StringComparison.Ordinal);
        Assert.Equal("5", _server.Setting("timeout"));
    }

    [Fact]
    public void An_included_file_that_has_the_last_word_is_an_error()
    {
        _server.Write("timeout 1", "include {dir}/later.conf");
        File.WriteAllText(_server.PathOf("later.conf"), "timeout 2\n");
        _server.Start();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 5 -Persist | ForEach-Object -MemberName Persisted; Save-RedisConfig | ForEach-Object -MemberName Verified");

        Assert.Equal(1, code);
        Assert.Equal(["False", "False"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("later.conf", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_copied_to_another_server_as_one_change()
    {
        using FileServer other = new FileServer().Write("maxmemory 10mb", "maxmemory-samples 9").Start();
        _server.Write().Start();
        other.Send("CONFIG", "RESETSTAT");

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{other.Url}' -Name from | Out-Null; Connect-Redis '{_server.Url}' -Name to | Out-Null; Get-RedisConfig maxmemory, maxmemory-samples -Connection from | Set-RedisConfig -Connection to | Out-Null");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(("10485760", "9"), (_server.Setting("maxmemory"), _server.Setting("maxmemory-samples")));
        Assert.Contains("config|set:calls=1,", _server.Send("INFO", "commandstats"), StringComparison.Ordinal);
        Assert.DoesNotContain("config|set", other.Send("INFO", "commandstats"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_server_that_fails_does_not_stop_the_other()
    {
        _server.Write().Start();

        (int code, string output, _) = ModuleHost.Run(
            $"Connect-Redis '{_hardened.UrlOf("no-config")}' -Name poor | Out-Null; Connect-Redis '{_server.Url}' -Name rich | Out-Null; Get-RedisConfig timeout -Connection poor, rich; Set-RedisConfig timeout 8 -Connection poor, rich", "csv");

        Assert.Equal(1, code);
        Assert.Contains("rich", output, StringComparison.Ordinal);
        Assert.Equal("8", _server.Setting("timeout"));
    }

    private string Good(string line, string format = "table")
    {
        (int code, string output, string errors) = Run(line, format);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }

    private (int Code, string Output, string Errors) Run(string line, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {line}", format);
}

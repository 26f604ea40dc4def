using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Configuration;

/// <summary>What is said to last does last: where users have a file of their own, where files are included, and where the file cannot be read here.</summary>
public sealed class PersistTests : IDisposable
{
    private const string Hash = "#c36f5dd4e60fdc2deadd90b4f1c4f8e9cf33bda9f01b82ceda6d0d2bb0ef3f4e";

    private readonly FileServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("Set-RedisConfig requirepass seven-suns -Persist -Force")]
    [InlineData("Set-RedisDesiredState -State @{ Configuration = @{ requirepass = 'seven-suns' } } -Persist -Force")]
    [InlineData("Set-RedisConfig requirepass seven-suns -RevertAfter 10m -Persist | Out-Null; Confirm-RedisChange -Force -Connection after")]
    public void A_password_of_a_server_with_a_file_of_users_is_there_after_a_restart(string line)
    {
        WithUsers("");

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_server.Url}' -Name after | Out-Null; Connect-Redis '{_server.Url}' | Out-Null; {line}", "jsonl");

        Assert.True(code == 0, errors);
        Assert.Contains("\"Persisted\":true", output, StringComparison.Ordinal);
        _server.Restart();
        Assert.Contains("NOAUTH", Assert.ThrowsAny<Exception>(() => _server.Send("PING")).Message, StringComparison.Ordinal);
        Assert.Equal("OK", _server.Send("AUTH", "seven-suns"));
    }

    [Theory]
    [InlineData("Set-RedisConfig requirepass seven-suns -Persist -Force")]
    [InlineData("Set-RedisDesiredState -State @{ Configuration = @{ requirepass = 'seven-suns' } } -Persist -Force")]
    public void The_second_time_neither_file_is_written(string line)
    {
        WithUsers("");
        Assert.True(Run(line).Code == 0);
        string connect = $"Connect-Redis 'redis://:seven-suns@{_server.EndPoint}' | Out-Null; ";

        (int code, string output, string errors) = ModuleHost.Run($"{connect}Invoke-RedisCommand CONFIG,RESETSTAT | Out-Null; {line}; Get-RedisInfo commandstats", "jsonl");

        Assert.True(code == 0, errors);
        Assert.Contains("\"Changed\":false", output, StringComparison.Ordinal);
        Assert.Contains("\"Persisted\":true", output, StringComparison.Ordinal);
        Assert.Contains("config|get", output, StringComparison.Ordinal);
        Assert.DoesNotContain("acl|save", output, StringComparison.Ordinal);
        Assert.DoesNotContain("config|rewrite", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_whose_file_of_users_cannot_be_saved_does_not_last_and_that_is_an_error()
    {
        WithUsers("user few on >few ~* &* +@all -acl|save");

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis 'redis://few:few@{_server.EndPoint}' | Out-Null; Set-RedisConfig -Setting @{{ requirepass = 'seven-suns'; timeout = 9 }} -Persist -Force", "jsonl");

        Assert.Equal(1, code);
        Assert.Contains("\"Persisted\":false", LineOf(output, "requirepass"), StringComparison.Ordinal);
        Assert.Contains("\"Persisted\":true", LineOf(output, "timeout"), StringComparison.Ordinal);
        Assert.Contains("lost when it starts again: requirepass", errors, StringComparison.Ordinal);
        Assert.Contains("acl|save", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("seven-suns", output + errors, StringComparison.Ordinal);
    }

    // The server takes the same requirepass again and does nothing, although the default user has no password.
    [Fact]
    public void A_password_that_the_server_tells_and_does_not_ask_for_is_an_error()
    {
        WithUsers("", "requirepass seven-suns");
        Assert.Equal("PONG", _server.Send("PING"));

        (int code, string output, string errors) = Run("Set-RedisConfig requirepass seven-suns -Persist -Force", "jsonl");

        Assert.Equal(1, code);
        Assert.Contains("\"Persisted\":false", output, StringComparison.Ordinal);
        Assert.Contains("Set-RedisPassword", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_the_configuration_says_that_the_password_is_not_in_the_file_of_users()
    {
        WithUsers("");
        Assert.Equal(0, Run("Set-RedisConfig requirepass seven-suns -Force").Code);
        const string Save = "Save-RedisConfig | Select-Object Saved, Verified; ";
        string connect = $"Connect-Redis 'redis://:seven-suns@{_server.EndPoint}' | Out-Null; ";

        (int code, string output, string errors) = ModuleHost.Run(connect + Save, "jsonl");
        (int later, string both, string none) = ModuleHost.Run($"{connect}Save-RedisAcl | Out-Null; {Save}", "jsonl");

        Assert.Equal((1, "{\"Saved\":true,\"Verified\":false}"), (code, output.Trim()));
        Assert.Contains("Save-RedisAcl", errors, StringComparison.Ordinal);
        Assert.Equal((0, "{\"Saved\":true,\"Verified\":true}", ""), (later, both.Trim(), none));
    }

    [Theory]
    [InlineData("Set-RedisConfig timeout 9 -Persist")]
    [InlineData("Set-RedisMaxMemory 100mb -Persist -Force")]
    [InlineData("Set-RedisEvictionPolicy allkeys-lru -Persist -Force")]
    [InlineData("Set-RedisPersistence -AppendFsync always -Persist")]
    [InlineData("Set-RedisDesiredState -State @{ Configuration = @{ timeout = 9 } } -Persist -Force")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = 'on nopass ~a +get' } } -Persist -Force")]
    [InlineData("Set-RedisAclUser bob -Rule +get -Persist")]
    [InlineData("Save-RedisConfig")]
    [InlineData("Save-RedisAcl")]
    public void Users_in_an_included_file_are_not_written_a_second_time(string line)
    {
        _server.Write("include {dir}/users.conf");
        File.WriteAllText(_server.PathOf("users.conf"), $"user bob on {Hash} ~* +@all\n");
        string before = File.ReadAllText(_server.ConfigFile);
        _server.Start();

        (int code, string output, string errors) = Run(line);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("users.conf", errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_server.ConfigFile));
        Assert.Equal(("0", "0", "noeviction"), (_server.Setting("timeout"), _server.Setting("maxmemory"), _server.Setting("maxmemory-policy")));
        _server.Restart();
        Assert.Equal("PONG", _server.Send("PING"));
    }

    [Fact]
    public void An_included_file_is_found_by_a_relative_path_too()
    {
        File.WriteAllText(_server.PathOf("users.conf"), $"user bob on {Hash} ~* +@all\n");
        _server.Write("include users.conf").Start();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 9 -Persist");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(_server.PathOf("users.conf"), errors, StringComparison.Ordinal);
        Assert.Equal("0", _server.Setting("timeout"));
    }

    // Where the server is started from another directory the next time, it is another file.
    [Fact]
    public void What_a_relative_path_says_is_not_relied_on()
    {
        File.WriteAllText(_server.PathOf("more.conf"), "hz 20\n");
        _server.Write("include more.conf").Start();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 9 -Persist; Save-RedisConfig | Select-Object Saved, Verified", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("more.conf", LineOf(output, "timeout"), StringComparison.Ordinal);
        Assert.Contains("{\"Saved\":true,\"Verified\":null}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_who_stands_twice_in_the_file_is_put_right()
    {
        _server.Write($"user bob on {Hash} ~* +@all", "timeout 9").Start();
        File.AppendAllText(_server.ConfigFile, "user bob off\n");

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 9 -Persist", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"Persisted\":true", output, StringComparison.Ordinal);
        _server.Restart();
        Assert.Equal("OK", _server.Send("ACL", "DRYRUN", "bob", "PING"));
    }

    [Fact]
    public void What_the_file_has_already_lasts_although_it_cannot_be_written()
    {
        _server.Write("include {dir}/users.conf", "timeout 9");
        File.WriteAllText(_server.PathOf("users.conf"), $"user bob on {Hash} ~* +@all\n");
        _server.Start();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 9 -Persist; Set-RedisDesiredState -State @{ Configuration = @{ timeout = 9 } } -Persist", "jsonl");
        _ = _server.Send("CONFIG", "SET", "hz", "20");
        (int lost, string lostOutput, string lostErrors) = Run("Set-RedisConfig hz 20 -Persist", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(2, output.Split("\"Persisted\":true").Length - 1);
        Assert.Equal(1, lost);
        Assert.Contains("\"Persisted\":false", lostOutput, StringComparison.Ordinal);
        Assert.Contains("users.conf", lostErrors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_included_file_that_has_the_last_word_is_seen_when_a_change_is_confirmed()
    {
        _server.Write("timeout 1", "include {dir}/later.conf");
        File.WriteAllText(_server.PathOf("later.conf"), "timeout 77\n");
        _server.Start();

        (int code, string output, string errors) = Run("Set-RedisConfig timeout 100 -RevertAfter 10m -Persist | Out-Null; Confirm-RedisChange | ForEach-Object -MemberName Persisted");

        Assert.Equal((1, "False"), (code, output.Trim()));
        Assert.Contains("later.conf", errors, StringComparison.Ordinal);
        Assert.Equal("100", _server.Setting("timeout"));
    }

    [Theory]
    [InlineData("Set-RedisConfig timeout 9", "timeout 9")]
    [InlineData("Set-RedisMaxMemory 100mb -Force", "maxmemory 100mb")]
    [InlineData("Set-RedisEvictionPolicy allkeys-lru -Force", "maxmemory-policy allkeys-lru")]
    [InlineData("Set-RedisPersistence -AppendFsync always", "appendfsync always")]
    [InlineData("Set-RedisDesiredState -State @{ Configuration = @{ timeout = 9 } } -Force", "timeout 9")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = 'on nopass ~a +get' } } -Force", "user bob on ")]
    public void What_is_in_force_is_written_where_the_file_cannot_be_read_here(string line, string expected)
    {
        _server.Write().Start();
        Assert.Equal(0, Run(line).Code);
        File.Delete(_server.ConfigFile);

        (int code, string preview, string errors) = Run(line + " -Persist -WhatIf");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("What if:", preview, StringComparison.Ordinal);
        Assert.False(File.Exists(_server.ConfigFile));

        (code, string output, errors) = Run(line + " -Persist", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"Persisted\":true", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Changed\":true", output, StringComparison.Ordinal);
        Assert.Contains(expected, File.ReadAllText(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-RedisConfig timeout 9")]
    [InlineData("Set-RedisMaxMemory 100mb -Force")]
    [InlineData("Set-RedisEvictionPolicy allkeys-lru -Force")]
    [InlineData("Set-RedisDesiredState -State @{ AclUsers = @{ bob = 'on nopass ~a +get' } } -Force")]
    public void WhatIf_speaks_of_the_file_only_where_it_would_be_written(string line)
    {
        _server.Write().Start();
        Assert.Equal(0, Run(line).Code);

        Assert.Contains("What if:", Run(line + " -Persist -WhatIf").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("What if:", Run(line + " -WhatIf").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run(line + " -Persist").Code);
        Assert.DoesNotContain("What if:", Run(line + " -Persist -WhatIf").Output, StringComparison.Ordinal);
    }

    // A server that was started with nothing but a file of users: only its own file counts for them.
    [Fact]
    public void Users_of_a_server_without_a_configuration_file_are_saved_once()
    {
        File.WriteAllText(_server.PathOf("users.acl"), "");
        _server.StartWithoutFile("--aclfile", _server.PathOf("users.acl"));
        const string Line = "Set-RedisDesiredState -State @{ AclUsers = @{ bob = 'on nopass ~a +get' } } -Force -Persist";
        Assert.Contains("\"Persisted\":true", Run(Line, "jsonl").Output, StringComparison.Ordinal);
        _ = _server.Send("CONFIG", "RESETSTAT");

        Assert.Contains("\"Persisted\":true", Run(Line, "jsonl").Output, StringComparison.Ordinal);

        Assert.DoesNotContain("acl|save", _server.Send("INFO", "commandstats"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_falls_back_at_the_next_start_is_written()
    {
        _server.Write("client-output-buffer-limit pubsub 64mb 16mb 120").Start();
        Assert.Equal(0, Run("Set-RedisConfig client-output-buffer-limit 'normal 1mb 1mb 10'").Code);

        (int code, string compared, string errors) = Run($"Compare-RedisConfig '{_server.ConfigFile}' | Where-Object Name -EQ client-output-buffer-limit | ForEach-Object -MemberName Difference");
        Assert.Equal((0, "Different", ""), (code, compared.Trim(), errors));
        Assert.Contains("\"Persisted\":true", Run("Set-RedisConfig client-output-buffer-limit 'normal 1mb 1mb 10' -Persist", "jsonl").Output, StringComparison.Ordinal);

        _server.Restart();
        Assert.StartsWith("normal 1048576 1048576 10 ", _server.Setting("client-output-buffer-limit"), StringComparison.Ordinal);
        Assert.EndsWith("pubsub 67108864 16777216 120", _server.Setting("client-output-buffer-limit"), StringComparison.Ordinal);
    }

    private static string LineOf(string output, string name) => output.Split('\n').Single(line => line.Contains($"\"{name}\"", StringComparison.Ordinal));

    private void WithUsers(string users, params string[] lines)
    {
        File.WriteAllText(_server.PathOf("users.acl"), users + "\n");
        _server.Write([.. lines, "aclfile {dir}/users.acl"]).Start();
    }

    private (int Code, string Output, string Errors) Run(string line, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {line}", format);
}

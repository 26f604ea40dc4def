using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Configuration;

public sealed class ConfigFileCmdletTests : IDisposable
{
    private readonly FileServer _server = new();

    public static TheoryData<string> Servers => new(FileServer.Installed);

    public static IEnumerable<object[]> ServersAndProfiles => FileServer.Installed.SelectMany(server => new[] { "Cache", "Durable", "Queue" }.Select(profile => new object[] { server, profile }));

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public void An_exported_configuration_starts_a_server_that_is_the_same(string binary)
    {
        using FileServer first = new(binary);
        first.Write("maxmemory 64mb", "maxmemory-policy allkeys-lfu", "requirepass \"with space\"", "notify-keyspace-events Ex", "save 900 1 300 10", "client-output-buffer-limit pubsub 64mb 16mb 120").Start();
        using FileServer second = new(binary);
        string login = $"Connect-Redis 'redis://default:with%20space@{first.EndPoint}' -Name one | Out-Null; ";

        (int code, _, string errors) = ModuleHost.Run($"{login} Export-RedisConfig '{second.ConfigFile}' -IncludeSensitive");
        Assert.Equal((0, ""), (code, errors));
        File.AppendAllText(second.ConfigFile, $"port {second.Port}\ndir {second.DataDirectory}\n");
        second.Start();

        Assert.Equal((0, "", ""), ModuleHost.Run($"{login} Connect-Redis 'redis://default:with%20space@{second.EndPoint}' -Name two | Out-Null; Compare-RedisConfig -Connection two -ReferenceConnection one", "jsonl"));
        string different = ModuleHost.Run($"{login} Connect-Redis 'redis://default:with%20space@{second.EndPoint}' -Name two | Out-Null; Set-RedisConfig maxmemory 1gb -Connection two | Out-Null; Compare-RedisConfig -Connection two -ReferenceConnection one -IncludeInstance", "jsonl").Output;
        Assert.Contains("\"Name\":\"maxmemory\",\"Value\":\"1073741824\",\"ReferenceValue\":\"67108864\",\"Difference\":1", different, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"port\"", different, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.conf")]
    [InlineData("c.json")]
    [InlineData("c.psd1")]
    public void Secrets_are_left_out_and_the_file_compares_as_equal(string name)
    {
        _server.Write("masterauth hunter2", "timeout 77").Start();
        string path = _server.PathOf(name);

        string output = Good($"Export-RedisConfig '{path}' -Changed | Out-Null; Compare-RedisConfig '{path}'", "jsonl");

        Assert.DoesNotContain("hunter2", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("masterauth", line, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
        Assert.Contains("timeout", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("is there already", Run($"Export-RedisConfig '{path}'").Errors, StringComparison.Ordinal);
        _ = Good($"Export-RedisConfig '{path}' -Force");
        Assert.Equal("", Good($"Export-RedisConfig '{_server.PathOf("x")}' -WhatIf | Select-Object -ExpandProperty Name").Split("What if")[0]);
    }

    [Fact]
    public void A_file_is_compared_by_meaning_with_what_it_includes_and_with_defaults()
    {
        File.WriteAllText(_server.PathOf("more.conf"), "maxmemory 64mb\n");
        _server.Write("include {dir}/more.conf", "timeout 10").Start();
        _ = Good("Set-RedisConfig -Setting @{ timeout = 20; hz = 33 } | Out-Null");

        string output = Good($"Compare-RedisConfig '{_server.ConfigFile}'", "jsonl");

        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"Name\":\"hz\",\"Value\":\"33\",\"ReferenceValue\":\"10\",\"Difference\":1,\"IsSensitive\":false,\"Note\":\"Not in the file: the default.\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"timeout\",\"Value\":\"20\",\"ReferenceValue\":\"10\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Name\":\"maxmemory\",\"Value\":\"67108864\",\"ReferenceValue\":\"64mb\",\"Difference\":0", Good($"Compare-RedisConfig '{_server.ConfigFile}' -IncludeEqual -Name maxmem*", "jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_CONFIG_and_a_renamed_CONFIG_are_told_apart()
    {
        using HardenedServer hardened = new();
        string path = _server.PathOf("x.conf");

        Assert.Contains("ACL SETUSER no-config +config|get", ModuleHost.Run($"Connect-Redis '{hardened.UrlOf("no-config")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; Export-RedisConfig '{path}'").Errors, StringComparison.Ordinal);
        Assert.Contains("-CommandMap", ModuleHost.Run($"Connect-Redis '{hardened.UrlOf("default")}' | Out-Null; Export-RedisConfig '{path}'").Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [MemberData(nameof(ServersAndProfiles))]
    public void A_new_file_starts_every_server(string binary, string profile)
    {
        using FileServer server = new(binary);

        (int code, _, string errors) = ModuleHost.Run($"New-RedisConfigFile '{server.ConfigFile}' {profile} -Setting @{{ port = {server.Port}; dir = '{server.DataDirectory}'; bind = '127.0.0.1'; maxmemory = '1.5gb'; save = '900 1', '300 10' }}");
        Assert.Equal((0, ""), (code, errors));
        server.Start();

        Assert.Equal("1610612736", server.Setting("maxmemory"));
        Assert.Equal("900 1 300 10", server.Setting("save"));
        Assert.Equal(profile == "Cache" ? "allkeys-lru" : "noeviction", server.Setting("maxmemory-policy"));
        Assert.Equal(profile == "Cache" ? "no" : "yes", server.Setting("appendonly"));
    }

    [Theory]
    [MemberData(nameof(ServersAndProfiles))]
    public void The_command_of_a_compose_file_starts_every_server(string binary, string profile)
    {
        using FileServer server = new(binary);
        string path = server.PathOf("compose.yml");

        Assert.Equal(0, ModuleHost.Run($"New-RedisConfigFile '{path}' {profile} -As DockerCompose -Product {(binary.StartsWith("valkey", StringComparison.Ordinal) ? "Valkey" : "Redis")} -Setting @{{ maxmemory = '64mb'; requirepass = 'a$b' }}").Code);

        string[] arguments = File.ReadAllLines(path).Where(line => line.StartsWith("      - \"", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("127.0.0.1", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<string>(line.Trim()[2..])!.Replace("$$", "$", StringComparison.Ordinal)).ToArray();
        Assert.EndsWith("-server", arguments[0], StringComparison.Ordinal);
        server.StartWithoutFile([.. arguments[1..], "--port", $"{server.Port}", "--dir", server.DataDirectory]);
        Assert.Equal((0, "67108864"), (ModuleHost.Run($"Connect-Redis 'redis://default:a$b@{server.EndPoint}' | Out-Null") .Code, ModuleHost.Run($"Connect-Redis 'redis://default:a%24b@{server.EndPoint}' | Out-Null; Get-RedisConfig maxmemory | Select-Object -ExpandProperty RawValue").Output.Trim()));
    }

    [Fact]
    public void A_new_file_does_not_overwrite_and_takes_no_share()
    {
        string path = _server.PathOf("n.conf");

        Assert.Contains("a share of which memory", ModuleHost.Run($"New-RedisConfigFile '{path}' -Setting @{{ maxmemory = '50%' }}").Errors, StringComparison.Ordinal);
        Assert.Equal(0, ModuleHost.Run($"New-RedisConfigFile '{path}' -WhatIf").Code);
        Assert.False(File.Exists(path));
        Assert.Equal(0, ModuleHost.Run($"New-RedisConfigFile '{path}'").Code);
        Assert.Contains("is there already", ModuleHost.Run($"New-RedisConfigFile '{path}'").Errors, StringComparison.Ordinal);
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);

    private string Good(string script, string format = "table")
    {
        (int code, string output, string errors) = Run(script, format);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }
}

using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Transfer;

public sealed class TransferCmdletTests : IClassFixture<StandaloneServer>, IDisposable
{
    private readonly StandaloneServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-transfer-");
    private readonly string _file;

    public TransferCmdletTests(StandaloneServer server)
    {
        _server = server;
        _file = Path.Combine(_folder.FullName, "keys");
        _ = server.Send("FLUSHALL");
        _ = server.Send("MSET", "cache:1", "one", "cache:2", "two", "user:1", "three");
        _ = server.Send("HSET", "hash", "field", "value");
        _ = server.Send("PEXPIREAT", "cache:1", "4000000000000");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("JsonLines", "")]
    [InlineData("JsonLines", " -Compress")]
    [InlineData("Dump", "")]
    [InlineData("Dump", " -Compress")]
    public void Keys_leave_and_come_back(string format, string more)
    {
        (int code, string output, string errors) = Run(
            $"Export-RedisKey '{_file}' -Format {format}{more} | Select-Object Keys, ExpiringKeys, Failed; Clear-RedisDatabase -Force | Out-Null; "
            + $"Import-RedisKey '{_file}' | Select-Object Action, Matched, Succeeded", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            [
                """{"Keys":4,"ExpiringKeys":1,"Failed":0}""",
                """{"Action":"Import","Matched":4,"Succeeded":4}""",
            ],
            output.Trim().Split('\n'));
        Assert.Equal("4000000000000", _server.Send("PEXPIRETIME", "cache:1"));
        Assert.Equal("value", _server.Send("HGET", "hash", "field"));
    }

    [Fact]
    public void Piped_keys_of_several_databases_go_into_one_file()
    {
        _ = ModuleHost.Run($"Connect-Redis '{_server.Url}' -Database 3 | Out-Null; Invoke-RedisCommand SET elsewhere yes");

        (int code, string output, string errors) = Run($"Get-RedisDatabase | Get-RedisKey 'cache:*', else* | Export-RedisKey '{_file}' -Format Dump | Select-Object Keys; Import-RedisKey '{_file}' -MapDatabase @{{ 3 = 5; 0 = 6 }} | Select-Object Succeeded", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["""{"Keys":3}""", """{"Succeeded":3}"""], output.Trim().Split('\n'));
        Assert.Equal((0, "2"), Value("Get-RedisKey -Database 6 | Measure-Object | Select-Object Count", "Count"));
        Assert.Equal((0, "1"), Value("Get-RedisKey -Database 5 | Measure-Object | Select-Object Count", "Count"));
    }

    [Fact]
    public void A_file_that_is_there_is_overwritten_only_with_Force()
    {
        File.WriteAllText(_file, "mine");

        (int code, _, string errors) = Run($"Export-RedisKey '{_file}'");
        string kept = File.ReadAllText(_file);
        (int forced, _, _) = Run($"Export-RedisKey '{_file}' -Force");

        Assert.Equal((1, "mine", 0), (code, kept, forced));
        Assert.Contains("There is already a file", errors, StringComparison.Ordinal);
        Assert.NotEqual("mine", File.ReadAllText(_file));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void WhatIf_counts_and_writes_nothing()
    {
        (int code, string output, _) = Run($"Export-RedisKey '{_file}' 'cache:*' -WhatIf; Get-RedisKey 'cache:*' | Export-RedisKey '{_file}' -WhatIf");

        Assert.Equal(0, code);
        Assert.Equal(2, output.Split("Export 2 keys (2 string)").Length - 1);
        Assert.Contains(_file, output, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_WhatIf_announces_is_what_an_import_does()
    {
        _ = Run($"Export-RedisKey '{_file}' -Format Dump");
        _ = _server.Send("DEL", "cache:1", "hash");
        _ = _server.Send("SET", "cache:2", "newer");

        (int asked, string announced, _) = Run($"Import-RedisKey '{_file}' -WhatIf");
        (int failed, _, string conflict) = Run($"Import-RedisKey '{_file}' -Conflict Fail");
        string? untouched = _server.Send("EXISTS", "cache:1");
        (int code, string output, string errors) = Run($"Import-RedisKey '{_file}' | Select-Object Matched, Succeeded, Skipped", "jsonl");
        (int refused, _, string question) = Run($"Import-RedisKey '{_file}' 'cache:*' -Conflict Replace");
        (int replaced, string all, _) = Run($"Import-RedisKey '{_file}' 'cache:*' -Conflict Replace -Force | Select-Object Succeeded", "jsonl");

        Assert.Equal(0, asked);
        Assert.Contains("Import 4 keys (1 hash, 3 string)", announced, StringComparison.Ordinal);
        Assert.Contains("2 that are there stay as they are", announced, StringComparison.Ordinal);
        Assert.Equal((1, "0"), (failed, untouched));
        Assert.Contains("Nothing was written: 2 of the keys are there already", conflict, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Matched":4,"Succeeded":2,"Skipped":2}""", output.Trim());
        Assert.Equal(1, refused);
        Assert.Contains("cannot ask", question, StringComparison.Ordinal);
        Assert.Equal((0, """{"Succeeded":2}"""), (replaced, all.Trim()));
        Assert.Equal("two", _server.Send("GET", "cache:2"));
    }

    [Theory]
    [InlineData("JsonLines")]
    [InlineData("Dump")]
    public void A_damaged_file_changes_nothing(string format)
    {
        _ = Run($"Export-RedisKey '{_file}' -Format {format}");
        byte[] bytes = File.ReadAllBytes(_file);
        bytes[^40] ^= 1;
        File.WriteAllBytes(_file, bytes);
        _ = _server.Send("FLUSHALL");

        (int code, _, string errors) = Run($"Import-RedisKey '{_file}' -Force");

        Assert.Equal((1, "0"), (code, _server.Send("DBSIZE")));
        Assert.Contains("damaged", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_two_servers_do_not_go_into_one_file()
    {
        using TestServer other = new();
        (int code, _, string errors) = Run($"Connect-Redis redis://127.0.0.1:{other.Port} -Name other | Out-Null; Export-RedisKey '{_file}' -Connection *");

        Assert.Equal(1, code);
        Assert.Contains("a file takes keys of one server", errors, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_missing_right_is_named_and_nothing_is_left()
    {
        using HardenedServer server = new();
        _ = server.Send("ACL", "SETUSER", "nodump", "on", ">secret", "~*", "+@all", "-dump");
        _ = server.Send("SET", "a", "1");

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis 'redis://nodump:secret@127.0.0.1:{server.Port}' | Out-Null; Export-RedisKey '{_file}'");

        Assert.Equal(1, code);
        Assert.Contains("'dump'", errors, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void No_keys_are_an_export_of_none()
    {
        (int code, string output, string errors) = Run($"Get-RedisKey nothing:* | Export-RedisKey '{_file}' | Select-Object Keys; Import-RedisKey '{_file}' | Select-Object Matched", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["""{"Keys":0}""", """{"Matched":0}"""], output.Trim().Split('\n'));
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);

    private (int Code, string Value) Value(string script, string property)
    {
        (int code, string output, _) = Run(script, "jsonl");
        return (code, output.Trim().Replace($"{{\"{property}\":", "", StringComparison.Ordinal).TrimEnd('}'));
    }
}

using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.RecycleBin;

public sealed class RecycleBinCmdletTests : IClassFixture<StandaloneServer>, IDisposable
{
    private readonly StandaloneServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-recycle-");
    private readonly string _bin;

    public RecycleBinCmdletTests(StandaloneServer server)
    {
        _server = server;
        _bin = Path.Combine(_folder.FullName, "bin");
        _ = server.Send("FLUSHALL");
        _ = server.Send("MSET", "cache:1", "one", "cache:2", "two", "user:1", "three");
        _ = server.Send("HSET", "hash", "field", "value");
        _ = server.Send("PEXPIREAT", "cache:1", "4000000000000");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Remove-RedisKey -Pattern 'cache:*' -Recycle -Force")]
    [InlineData("Remove-RedisKey cache:1, cache:2 -Recycle")]
    [InlineData("Get-RedisKey 'cache:*' | Remove-RedisKey -Recycle")]
    [InlineData("Get-RedisKey 'cache:*' | Remove-RedisKey -Recycle -Force -MaxOperationsPerSecond 1000")]
    public void What_is_recycled_comes_back(string remove)
    {
        (int code, string output, string errors) = Run(
            $"$r = {remove} -RecyclePath '{_bin}'; $r | Select-Object Succeeded; Get-RedisKey | Measure-Object | Select-Object Count; "
            + "$r | Get-RedisRecycleBin | Select-Object Keys, IsComplete, Database; $r | Restore-RedisKey | Select-Object Action, Succeeded");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            [
                """{"Succeeded":2}""",
                """{"Count":2}""",
                """{"Keys":2,"IsComplete":true,"Database":0}""",
                """{"Action":"Restore","Succeeded":2}""",
            ],
            output.Trim().Split('\n'));
        Assert.Equal("4000000000000", _server.Send("PEXPIRETIME", "cache:1"));
        Assert.Equal("two", _server.Send("GET", "cache:2"));
    }

    [Fact]
    public void The_question_says_that_it_can_be_undone_and_a_plan_is_kept()
    {
        string plan = Path.Combine(_folder.FullName, "plan.jsonl");

        (int code, string output, _) = Run($"Remove-RedisKey -Pattern 'cache:*' -Recycle -RecyclePath '{_bin}' -PlanPath '{plan}' -WhatIf", "table");

        Assert.Equal(0, code);
        Assert.Contains($"Remove 2 keys (2 string)", output, StringComparison.Ordinal);
        Assert.Contains($"kept in the recycle bin {_bin}", output, StringComparison.Ordinal);
        Assert.True(File.Exists(plan));
        Assert.False(Directory.Exists(_bin));
        Assert.Equal("4", _server.Send("DBSIZE"));
    }

    [Fact]
    public void The_cap_holds_and_the_rest_stays()
    {
        (int code, string output, _) = Run($"Remove-RedisKey -Pattern '*' -Recycle -RecyclePath '{_bin}' -MaxKeys 3 -Force | Select-Object Succeeded; Get-RedisRecycleBin -RecyclePath '{_bin}' | Select-Object Keys");

        Assert.Equal((0, "1"), (code, _server.Send("DBSIZE")));
        Assert.Equal(["""{"Succeeded":3}""", """{"Keys":3}"""], output.Trim().Split('\n'));
    }

    [Fact]
    public void One_key_is_found_and_brought_back_by_itself()
    {
        (int code, string output, string errors) = Run(
            $"Remove-RedisKey -Pattern '*' -Recycle -RecyclePath '{_bin}' -Force | Out-Null; Get-RedisRecycleBin -Key 'user:*' -RecyclePath '{_bin}' | Select-Object Key, Type; "
            + $"Get-RedisRecycleBin -Key 'user:*', hash -RecyclePath '{_bin}' | Restore-RedisKey | Select-Object Matched, Succeeded");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["""{"Key":"user:1","Type":"string"}""", """{"Matched":2,"Succeeded":2}"""], output.Trim().Split('\n'));
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    [Fact]
    public void A_key_that_is_there_stays_unless_it_is_forced()
    {
        (_, string row, _) = Run($"Remove-RedisKey cache:1, cache:2 -Recycle -RecyclePath '{_bin}' | Select-Object OperationId", "csv");
        string id = row.Trim().Split('\n')[^1].Trim('"');
        _ = _server.Send("SET", "cache:1", "newer");
        (int asked, string announced, _) = Run($"Restore-RedisKey {id} -RecyclePath '{_bin}' -WhatIf", "table");
        (int code, string output, string errors) = Run($"Restore-RedisKey {id[..8]} -RecyclePath '{_bin}' | Select-Object Succeeded, Skipped");
        string? kept = _server.Send("GET", "cache:1");
        (int forced, _, _) = Run($"Restore-RedisKey {id} -RecyclePath '{_bin}' -Force");

        Assert.Equal(0, asked);
        Assert.Contains("1 that are there stay as they are", announced, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Succeeded":1,"Skipped":1}""", output.Trim());
        Assert.Equal(("newer", 0, "one"), (kept, forced, _server.Send("GET", "cache:1")));
    }

    [Fact]
    public void Keys_go_back_to_the_server_they_came_from()
    {
        using TestServer other = new();
        _ = Run($"Remove-RedisKey cache:1 -Recycle -RecyclePath '{_bin}'");
        string elsewhere = $"Connect-Redis redis://127.0.0.1:{other.Port} -Name other | Out-Null; ";
        string restore = $"Get-RedisRecycleBin -RecyclePath '{_bin}' | Restore-RedisKey";

        (int without, _, string missing) = ModuleHost.Run(elsewhere + restore);
        (int refused, _, string question) = ModuleHost.Run($"{elsewhere}{restore} -Connection other");
        (int forced, _, string warning) = ModuleHost.Run($"{elsewhere}{restore} -Connection other -Force");
        (int back, _, string errors) = ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {elsewhere}{restore}");

        Assert.Equal(3, without);
        Assert.Contains("this session has no connection to it", missing, StringComparison.Ordinal);
        Assert.Equal(1, refused);
        Assert.Contains("cannot ask", question, StringComparison.Ordinal);
        Assert.Contains("ANOTHER server", question, StringComparison.Ordinal);
        Assert.Equal((0, "1"), (forced, other.Send("DBSIZE")));
        Assert.Contains("they are brought to", warning, StringComparison.Ordinal);
        Assert.Equal((0, ""), (back, errors));
        Assert.Equal("one", _server.Send("GET", "cache:1"));
    }

    [Fact]
    public void What_is_cleared_is_counted_in_the_question_and_gone()
    {
        _ = Run($"Remove-RedisKey cache:1, cache:2 -Recycle -RecyclePath '{_bin}'; Remove-RedisKey user:1 -Recycle -RecyclePath '{_bin}'");

        (int whatIf, string announced, _) = Run($"Clear-RedisRecycleBin -RecyclePath '{_bin}' -WhatIf", "table");
        (int refused, _, string question) = Run($"Clear-RedisRecycleBin -RecyclePath '{_bin}'");
        (int young, _, _) = Run($"Clear-RedisRecycleBin -OlderThan 1h -RecyclePath '{_bin}' -Force");
        int kept = Directory.GetFiles(_bin).Length;
        (int code, _, string errors) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Clear-RedisRecycleBin -Force");

        Assert.Equal((0, 1, 0, 2), (whatIf, refused, young, kept));
        Assert.Contains("Remove 2 operations with 3 keys", announced, StringComparison.Ordinal);
        Assert.Contains("cannot ask", question, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, errors));
        Assert.Empty(Directory.GetFiles(_bin));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" | Select-Object OperationId, RecyclePath, Key")]
    [InlineData(" | Select-Object OperationId, RecyclePath, KeyBytes")]
    public void Single_keys_are_refused_because_their_whole_operation_would_go(string select)
    {
        _ = Run($"Remove-RedisKey cache:1, cache:2, user:1 -Recycle -RecyclePath '{_bin}'");

        (int code, _, string errors) = Run($"Get-RedisRecycleBin -Key 'cache:*' -RecyclePath '{_bin}'{select} | Clear-RedisRecycleBin -Force");
        (int restored, _, string problems) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Restore-RedisKey");

        Assert.NotEqual(0, code);
        Assert.Contains("whole operations", errors, StringComparison.Ordinal);
        Assert.Equal((0, "", "three"), (restored, problems, _server.Send("GET", "user:1")));
    }

    [Fact]
    public void A_removal_that_may_be_going_on_keeps_its_journal_unless_it_is_named()
    {
        _ = Run($"Remove-RedisKey cache:1 -Recycle -RecyclePath '{_bin}'");
        string journal = Directory.GetFiles(_bin).Single();
        File.WriteAllBytes(journal, File.ReadAllBytes(journal)[..^25]);
        (_, string state, _) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Select-Object IsComplete, Problem, Keys");

        (int all, _, string allSays) = Run($"Clear-RedisRecycleBin -RecyclePath '{_bin}' -Force");
        (int piped, _, string pipedSays) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Clear-RedisRecycleBin -Force");
        bool kept = File.Exists(journal);
        (int named, _, _) = Run($"Clear-RedisRecycleBin {Path.GetFileNameWithoutExtension(journal)[^32..]} -RecyclePath '{_bin}' -Force");

        Assert.Equal("""{"IsComplete":false,"Problem":null,"Keys":1}""", state.Trim());
        Assert.Equal((0, 0, true), (all, piped, kept));
        Assert.All([allSays, pipedSays], text => Assert.Contains("may still be going on", text, StringComparison.Ordinal));
        Assert.Equal((0, false), (named, File.Exists(journal)));
    }

    [Fact]
    public void An_operation_that_is_not_there_is_an_error()
    {
        (int code, _, string errors) = Run($"Restore-RedisKey 00000000-0000-0000-0000-000000000000 -RecyclePath '{_bin}'");
        (int none, string output, _) = Run($"Get-RedisRecycleBin -RecyclePath '{_bin}' | Measure-Object | Select-Object Count");

        Assert.Equal((1, 0, """{"Count":0}"""), (code, none, output.Trim()));
        Assert.Contains("There is no operation", errors, StringComparison.Ordinal);
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "jsonl") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);
}

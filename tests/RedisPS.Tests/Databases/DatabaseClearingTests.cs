using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Databases;

public sealed class DatabaseClearingTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public DatabaseClearingTests(StandaloneServer server)
    {
        _server = server;
        _ = server.Send("FLUSHALL");
        _ = server.Send("MSET", "a", "1", "b", "2");
        _ = server.Send("EXPIRE", "a", "1000");
        _ = server.Send("COPY", "a", "c", "DB", "3");
    }

    [Fact]
    public void WhatIf_counts_and_removes_nothing()
    {
        (int code, string output, string errors) = Run("Clear-RedisDatabase -WhatIf; Clear-RedisDatabase -All -WhatIf; Switch-RedisDatabase 0 3 -WhatIf");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("db0 with 2 keys, 1 of them without TTL", output, StringComparison.Ordinal);
        Assert.Contains("Remove all 3 keys of all databases", output, StringComparison.Ordinal);
        Assert.Contains("Exchange db0 with 2 keys and db3 with 1 keys", output, StringComparison.Ordinal);
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    [Fact]
    public void One_database_is_cleared_and_the_others_stay()
    {
        (int code, string output, string errors) = Run("Get-RedisDatabase 3 | Clear-RedisDatabase -Force | Select-Object Database, KeysBefore, KeysAfter", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Database":3,"KeysBefore":1,"KeysAfter":0}""", output.Trim());
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    [Fact]
    public void All_databases_are_cleared_with_a_result_for_each()
    {
        (int code, string output, string errors) = Run("Clear-RedisDatabase -All -Blocking -Confirm:$false | Select-Object Database, KeysBefore, IsAsync", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["""{"Database":0,"KeysBefore":2,"IsAsync":false}""", """{"Database":3,"KeysBefore":1,"IsAsync":false}"""], output.Trim().Split('\n'));
        Assert.Equal("0", _server.Send("DBSIZE"));
    }

    [Fact]
    public void Where_nobody_can_be_asked_nothing_is_cleared()
    {
        (int code, _, string errors) = Run("Clear-RedisDatabase; Switch-RedisDatabase 0 3");

        Assert.Equal(1, code);
        Assert.Contains("cannot ask", errors, StringComparison.Ordinal);
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    [Fact]
    public void Databases_change_places()
    {
        (int code, string output, string errors) = Run("Switch-RedisDatabase 0 3 -Force | Select-Object Index, KeyCount", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["""{"Index":0,"KeyCount":1}""", """{"Index":3,"KeyCount":2}"""], output.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("Switch-RedisDatabase 0 99 -Force")]
    [InlineData("Clear-RedisDatabase -Database 99 -Force")]
    public void A_database_that_is_not_there_is_an_error(string line)
    {
        (int code, _, string errors) = Run(line);

        Assert.NotEqual(0, code);
        Assert.NotEqual("", errors);
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);
}

using System.Collections.Specialized;
using RedisPS.Core.Server;
using Xunit;

namespace RedisPS.Core.Tests.Server;

public sealed class ServerInfoTests
{
    private const string Text = "# Server\r\nredis_version:7.0.15\r\nredis_git_sha1:00000000\r\nrun_id:1234567890123456789012345678901234567890\r\nprocess_id:42\r\n"
        + "executable:/usr/bin/redis:server\r\nconfig_file:\r\n\r\n# Memory\r\nused_memory:1048576\r\nused_memory_human:1.00M\r\nmem_fragmentation_ratio:1.50\r\n"
        + "maxmemory_policy:noeviction\r\n\r\n# Persistence_DB_0\r\nodd:-1\r\n\r\n# Keyspace\r\ndb0:keys=3,expires=1,avg_ttl=5000\r\n";

    [Fact]
    public void Values_have_the_type_they_look_like()
    {
        ServerInfo info = ServerInfo.Parse(Text, "h:1", "c");

        Assert.Equal(42L, info.Find("process_id")!.Value);
        Assert.Equal(1.5, info.Find("mem_fragmentation_ratio")!.Value);
        Assert.Equal("7.0.15", info.Find("redis_version")!.Value);
        Assert.Equal("noeviction", info.Find("maxmemory_policy")!.Value);
        Assert.Equal(-1L, info.Find("odd")!.Value);
        Assert.Equal("", info.Find("config_file")!.Value);
        Assert.Equal("/usr/bin/redis:server", info.Find("executable")!.Value);
        Assert.Equal("h:1", info.Items[0].Server);
    }

    [Fact]
    public void Identifiers_made_of_digits_stay_text()
    {
        ServerInfo info = ServerInfo.Parse(Text + "master_replid2:0000000000000000000000000000000000000000\r\n");

        Assert.IsType<string>(info.Find("run_id")!.Value);
        Assert.IsType<string>(info.Find("redis_git_sha1")!.Value);
        Assert.IsType<string>(info.Find("master_replid2")!.Value);
    }

    [Fact]
    public void Lists_of_pairs_are_dictionaries()
    {
        OrderedDictionary pairs = Assert.IsType<OrderedDictionary>(ServerInfo.Parse(Text).Find("db0")!.Value);

        Assert.Equal(3L, pairs["keys"]);
    }

    [Fact]
    public void Sections_are_kept_as_the_server_names_them()
    {
        OrderedDictionary sections = ServerInfo.Parse(Text).ToDictionary();

        Assert.Equal(["Server", "Memory", "Persistence_DB_0", "Keyspace"], sections.Keys.Cast<string>());
        Assert.Equal(1048576L, ((OrderedDictionary)sections["Memory"]!)["used_memory"]);
    }
}

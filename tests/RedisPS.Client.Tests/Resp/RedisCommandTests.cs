using System.Text;
using Xunit;

namespace RedisPS.Client.Tests;

public class RedisCommandTests
{
    public static TheoryData<RedisCommand> Secretive => new()
    {
        new RedisCommand("AUTH", "hunter2"),
        new RedisCommand("auth", "user", "hunter2"),
        new RedisCommand("HELLO", 3, "AUTH", "default", "hunter2", "SETNAME", "x"),
        new RedisCommand("ACL", "SETUSER", "u", "on", ">hunter2", "~*"),
        new RedisCommand("ACL", "SETUSER", "u", "#hunter2"),
        new RedisCommand("CONFIG", "SET", "maxmemory", "1gb", "requirepass", "hunter2"),
        new RedisCommand("config", "set", "masterauth", "hunter2"),
        new RedisCommand("CONFIG", "SET", "tls-key-file-pass", "hunter2"),
        new RedisCommand("MIGRATE", "h", 1, "k", 0, 100, "AUTH", "hunter2"),
        new RedisCommand("MIGRATE", "h", 1, "k", 0, 100, "AUTH2", "user", "hunter2"),
        new RedisCommand("SENTINEL", "SET", "mymaster", "auth-pass", "hunter2"),
    };

    [Theory]
    [MemberData(nameof(Secretive))]
    public void A_command_s_text_and_errors_leave_secrets_out(RedisCommand command)
    {
        Assert.DoesNotContain("hunter2", command.ToString(), StringComparison.Ordinal);
        RespValue echo = RespValue.FromBytes(RespType.Error, Encoding.UTF8.GetBytes($"ERR unknown command '{command.Name}', with args beginning with: 'hunter2' '>hunter2' '#hunter2'"));
        if (command.Name.Equals("ACL", StringComparison.Ordinal)) { return; }
        Assert.DoesNotContain("hunter2", RedisServerException.FromReply(echo, command).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_s_text_shows_the_rest_quoted_and_cut()
    {
        Assert.Equal("SET \"a b\" \"\" \"x\\ny\"", new RedisCommand("SET", "a b", "", "x\ny").ToString());
        Assert.InRange(new RedisCommand("MSET", Enumerable.Range(0, 1000).Select(i => (RedisArgument)new string('x', 10_000)).ToArray()).ToString().Length, 100, 5000);
    }

    [Theory]
    [InlineData("GET", "k", true)]
    [InlineData("get", "k", true)]
    [InlineData("CONFIG", "GET", true)]
    [InlineData("config", "get", true)]
    [InlineData("CONFIG", "SET", false)]
    [InlineData("MEMORY", "USAGE", true)]
    [InlineData("MEMORY", "PURGE", false)]
    [InlineData("DEL", "k", false)]
    [InlineData("EVAL", "return 1", false)]
    [InlineData("GETDEL", "k", false)]
    [InlineData("CLIENT", "KILL", false)]
    [InlineData("SORT", "k", false)]
    public void Only_what_is_known_to_change_nothing_is_read_only(string name, string first, bool readOnly) =>
        Assert.Equal(readOnly, new RedisCommand(name, first).IsReadOnly);

    [Fact]
    public void A_log_that_is_emptied_is_not_only_read()
    {
        Assert.True(new RedisCommand("ACL", "LOG").IsReadOnly);
        Assert.True(new RedisCommand("ACL", "LOG", 10).IsReadOnly);
        Assert.False(new RedisCommand("acl", "log", "reset").IsReadOnly);
    }

    [Fact]
    public void Numbers_are_written_as_the_server_reads_them()
    {
        byte[] wire = RespWriter.Encode("X", long.MinValue, 1.5, double.PositiveInfinity, double.NaN, 0.1, new byte[] { 0, 255 });
        Assert.Equal("*7\r\n$1\r\nX\r\n$20\r\n-9223372036854775808\r\n$3\r\n1.5\r\n$3\r\ninf\r\n$3\r\nnan\r\n$3\r\n0.1\r\n$2\r\n\0\xff\r\n", Encoding.Latin1.GetString(wire));
    }
}

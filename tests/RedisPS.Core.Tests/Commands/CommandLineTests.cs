using System.Text;
using RedisPS.Client;
using RedisPS.Core.Commands;
using Xunit;

namespace RedisPS.Core.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  PING  ", new[] { "PING" })]
    [InlineData("SET k v", new[] { "SET", "k", "v" })]
    [InlineData("SET k \"hello world\\n\"", new[] { "SET", "k", "hello world\n" })]
    [InlineData("SET k 'it\\'s \\n'", new[] { "SET", "k", "it's \\n" })]
    [InlineData("SET k \"\"", new[] { "SET", "k", "" })]
    [InlineData("SET k \"\\\"q\\\"\"", new[] { "SET", "k", "\"q\"" })]
    [InlineData("SET k a\\nb", new[] { "SET", "k", "a\\nb" })]
    [InlineData("SET k grün😀", new[] { "SET", "k", "grün😀" })]
    [InlineData("SET k \"😀\\x41\"", new[] { "SET", "k", "😀A" })]
    public void Quotes_like_redis_cli(string line, string[] words) =>
        Assert.Equal(words, CommandLine.Split(line).Select(Encoding.UTF8.GetString));

    [Fact]
    public void Hexadecimal_is_a_byte() => Assert.Equal([0xff, 0x00], CommandLine.Split("\"\\xff\\x00\"")[0]);

    [Theory]
    [InlineData("SET k \"open")]
    [InlineData("SET k 'open")]
    [InlineData("SET k \"a\"b")]
    [InlineData("SET k 'a'\"b\"")]
    public void Unbalanced_quotes_are_refused(string line) => Assert.Throws<RedisConfigurationException>(() => CommandLine.Split(line));
}

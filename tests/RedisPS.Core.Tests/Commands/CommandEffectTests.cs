using RedisPS.Client;
using RedisPS.Core.Commands;
using Xunit;

namespace RedisPS.Core.Tests.Commands;

public sealed class CommandEffectTests
{
    [Theory]
    [InlineData("readonly", false)]
    [InlineData("write", true)]
    [InlineData("admin", true)]
    public void The_server_says_what_a_command_does(string flag, bool changes) =>
        Assert.Equal(changes, CommandEffect.MayChange(List(Entry("x", flag)), "x"));

    [Fact]
    public void What_is_not_known_counts_as_a_change()
    {
        Assert.True(CommandEffect.MayChange(List(RespValue.Null), "x"));
        Assert.True(CommandEffect.MayChange(RespValue.FromBytes(RespType.Error, "ERR"u8.ToArray()), "x"));
    }

    private static RespValue Entry(string name, params string[] flags) =>
        List(RespValue.FromText(name), RespValue.FromInteger(1), List(flags.Select(RespValue.FromText).ToArray()));

    private static RespValue List(params RespValue[] items) => RespValue.FromItems(RespType.Array, items);
}

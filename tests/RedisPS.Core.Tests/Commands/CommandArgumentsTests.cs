using System.Collections.Specialized;
using RedisPS.Client;
using RedisPS.Core.Commands;
using Xunit;

namespace RedisPS.Core.Tests.Commands;

public sealed class CommandArgumentsTests
{
    [Fact]
    public void Every_value_is_one_argument()
    {
        OrderedDictionary map = new() { ["a"] = 1, ["b"] = "x y" };

        RedisArgument[] arguments = CommandArguments.Flatten(new object[] { "a b\r\n", 5, 2.5, true, new byte[] { 0xff, 0 }, new object[] { "p", 7L }, map }, value => value);

        Assert.Equal(["a b\\r\\n", "5", "2.5", "1", "\\xff\\x00", "p", "7", "a", "1", "b", "x y"], arguments.Select(argument => argument.ToString()));
    }

    [Fact]
    public void Null_is_refused() =>
        Assert.Contains("Argument 2", Assert.Throws<RedisConfigurationException>(() => CommandArguments.Flatten(new object?[] { "a", null }, value => value)).Message, StringComparison.Ordinal);
}

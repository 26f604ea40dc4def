using RedisPS.Runner.Engine;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>Commands are found by name.</summary>
public sealed class CommandTableTests
{
    public static TheoryData<string> Names => [.. CommandTable.All.Select(CommandTable.NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_is_found_without_reading_all_of_them(string name)
    {
        Assert.True(CommandTable.TryFindByConvention(name, out Type? type), $"the area of {name} is missing in the table");
        Assert.Equal(name, CommandTable.NameOf(type));
    }

    [Fact]
    public void Case_does_not_matter()
    {
        Assert.True(CommandTable.TryFind("get-COMMAND", out _));
    }
}

using System.Management.Automation;
using Xunit;

namespace RedisPS.Tests.Runner;

public sealed class ValidateRangeTests
{
    [Fact]
    public void Ends_of_two_types_become_the_larger_one_as_in_PowerShell()
    {
        ValidateRangeAttribute range = new(1, long.MaxValue);

        Assert.Equal((1L, long.MaxValue), (range.MinRange, range.MaxRange));
    }
}

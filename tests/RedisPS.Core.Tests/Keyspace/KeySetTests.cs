using RedisPS.Client;
using RedisPS.Core.Keyspace;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class KeySetTests
{
    [Fact]
    public void Knows_each_name_once_and_stays_small()
    {
        KeySet set = new();
        const int Many = 1_000_000;
        for (int i = 0; i < Many; i++) { Assert.True(set.Add($"key:{i}")); }
        for (int i = 0; i < Many; i += 997) { Assert.False(set.Add($"key:{i}")); }
        Assert.InRange(set.HeldBytes, Many * 8, Many * 22);
    }

    [Fact]
    public void Tells_names_apart_by_their_bytes()
    {
        KeySet set = new();
        Assert.True(set.Add(""));
        Assert.False(set.Add(""));
        Assert.True(set.Add(new RedisKey([0])));
        Assert.True(set.Add(new RedisKey([0, 0])));
        Assert.True(set.Add("a"));
        Assert.True(set.Add("A"));
    }
}

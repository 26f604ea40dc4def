using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RedisPS.Client.Tests;

public class RedisKeyTests
{
    [Theory]
    [InlineData("plain:key", "plain:key", false)]
    [InlineData("with space and \"quotes\" and \\", "with space and \"quotes\" and \\", false)]
    [InlineData("žluťoučký 🐎", "žluťoučký 🐎", false)]
    [InlineData("line\nbreak", "line\\nbreak", true)]
    [InlineData("tab\t\r\a\b", "tab\\t\\r\\a\\b", true)]
    [InlineData("csi\u009b2J", "csi\\xc2\\x9b2J", true)]
    [InlineData("", "", false)]
    public void A_key_shows_its_text_or_escapes(string text, string shown, bool binary)
    {
        RedisKey key = text;
        Assert.Equal(shown, key.ToString());
        Assert.Equal(binary, key.IsBinary);
    }

    [Fact]
    public void A_key_of_bytes_that_are_no_text_is_shown_escaped_and_stays_the_same_key()
    {
        RedisKey key = new([(byte)'b', 0xff, 0, (byte)'"', (byte)'\\']);
        Assert.Equal("b\\xff\\x00\\\"\\\\", key.ToString());
        Assert.True(key.IsBinary);
        Assert.NotEqual(key, (RedisKey)key.ToString());
    }

    [Fact]
    public void Equality_order_and_hash_follow_the_bytes()
    {
        Prop.ForAll<byte[], byte[]>((left, right) =>
        {
            RedisKey a = RedisKey.FromSpan(left);
            RedisKey b = RedisKey.FromSpan(right);
            bool same = left.AsSpan().SequenceEqual(right);
            return a.Equals(b) == same && (a == b) == same && (a.CompareTo(b) == 0) == same
                && Math.Sign(a.CompareTo(b)) == Math.Sign(left.AsSpan().SequenceCompareTo(right))
                && a.GetHashCode() == RedisKey.FromSpan(left).GetHashCode() && a.Hash64(7) == RedisKey.FromSpan(left).Hash64(7);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_hash_spreads_and_depends_on_the_seed()
    {
        HashSet<ulong> seen = [];
        for (int i = 0; i < 100_000; i++) { Assert.True(seen.Add(((RedisKey)$"key:{i}").Hash64(1))); }
        Assert.NotEqual(((RedisKey)"a").Hash64(1), ((RedisKey)"a").Hash64(2));
        Assert.NotEqual(new RedisKey([0]).Hash64(1), new RedisKey([0, 0]).Hash64(1));
    }

    [Fact]
    public void A_string_equals_the_key_of_its_bytes()
    {
        Assert.True(((RedisKey)"é").Equals((object)"é"));
        Assert.False(((RedisKey)"é").Equals((object)5));
        Assert.True(default(RedisKey).Equals((RedisKey)""));
    }
}

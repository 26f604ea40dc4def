using FsCheck;
using FsCheck.Fluent;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class KeyPatternTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Theory]
    [InlineData("user:*", "user:1", true)]
    [InlineData("user:*", "User:1", false)]
    [InlineData("h?llo", "hllo", false)]
    [InlineData("h[^e]llo", "hallo", true)]
    [InlineData("h[^e]llo", "hello", false)]
    [InlineData("h[a-b]llo", "hbllo", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("[abc", "c", true)]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("**", "", false)]
    [InlineData("**", "a", true)]
    public void Matches_as_documented(string pattern, string key, bool expected) => Assert.Equal(expected, new KeyPattern(pattern).IsMatch(key));

    [Fact]
    public void Many_given_names_match_as_few_do()
    {
        KeyPattern[] names = [.. Enumerable.Range(0, 100).Select(i => KeyPattern.Literal($"a*{i}")), "b:?"];
        KeyQuery query = new() { Patterns = names };

        Assert.True(query.MatchesName("a*7"u8, serverMatched: false));
        Assert.True(query.MatchesName("b:1"u8, serverMatched: false));
        Assert.False(query.MatchesName("ax7"u8, serverMatched: false));
        Assert.False(query.MatchesName("a*100"u8, serverMatched: false));
    }

    [Fact]
    public async Task Decides_as_the_server_does_on_random_patterns_and_names()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server);

        // Few different bytes, so that patterns and names meet often; the high ones show whether ranges are signed.
        Gen<byte> letter = Gen.Elements("ab*?[]^-\\\u0001"u8.ToArray().Concat(new byte[] { 0x80, 0xff }).ToArray());
        IReadOnlyList<byte[]> patterns = [.. Gen.Sample(Gen.ArrayOf(letter), 150, 9)];
        IReadOnlyList<byte[]> names = [.. Gen.Sample(Gen.ArrayOf(letter), 300, 5)];
        foreach (byte[] name in names) { await client.DoAsync("SET", name, "x"); }
        int matches = 0;
        foreach (byte[] pattern in patterns)
        {
            HashSet<RedisKey> expected = [.. (await client.ExecuteAsync("KEYS", default, pattern)).Items.Select(key => RedisKey.FromSpan(key.Bytes.Span))];
            KeyPattern own = new(pattern);
            foreach (byte[] name in names)
            {
                Assert.True(expected.Contains(new RedisKey(name)) == own.IsMatch(name), $"pattern {Convert.ToHexString(pattern)}, name {Convert.ToHexString(name)}");
            }

            matches += expected.Count;
        }

        Assert.True(matches > 100, "The generator makes hardly anything match, so this test says little.");
    }

    [Fact]
    public void An_escaped_text_matches_only_itself()
    {
        foreach (string text in new[] { "a*b", "x[1]", "q?", "back\\slash", "^-]" })
        {
            Assert.True(new KeyPattern(KeyPattern.Escape(text)).IsMatch(text));
            Assert.False(new KeyPattern(KeyPattern.Escape(text)).IsMatch(text + "x"));
            Assert.False(new KeyPattern(KeyPattern.Escape(text)).IsMatch(text.Replace('*', 'z').Replace('?', 'z').Replace('1', 'z').Replace('^', 'z').Replace('\\', 'z')));
        }
    }
}

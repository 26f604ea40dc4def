using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.DesiredState;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Access;

public sealed class AclRulesTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public AclRulesTests(StandaloneServer server) => _server = server;

    [Theory]
    [InlineData("on ~a ~b +get +set", "on ~b ~a +set +get", true)]
    [InlineData("on allkeys allcommands allchannels", "on ~* +@all &*", true)]
    [InlineData("%R~a %W~a", "~a", true)]
    [InlineData("+@all -get +get", "+@all +get", true)]
    [InlineData("+config|get +config", "+config", true)]
    [InlineData("+@read -get", "-get +@read", false)]
    [InlineData("on >pw", "on #30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4", true)]
    [InlineData("on >pw", "on >other", false)]
    [InlineData("on", "on >other", true)]
    [InlineData("nopass", "on >other", false)]
    [InlineData("~a", "on ~a", true)]
    [InlineData("off ~a", "on ~a", false)]
    [InlineData("~a (~b +get +set)", "~a (~b +set +get)", true)]
    [InlineData("~a (~b +get)", "~a", false)]
    [InlineData("~a", "%R~a", false)]
    [InlineData("~a", "~a skip-sanitize-payload", false)]
    public void Rules_are_compared_by_what_they_mean(string desired, string actual, bool same) =>
        Assert.Equal(same, AclRules.SameMeaning(AclRules.Parse(desired), AclRules.Parse(actual)));

    [Theory]
    [InlineData("on >pw ~app:* +@all -@dangerous +info")]
    [InlineData("off nopass allkeys &ch:* +@read +@write -get +get +config|get -config|set")]
    [InlineData("on >a >b %R~ro:* %W~wo:* ~rw (~x:* +@read) (&c +publish)")]
    [InlineData("on nopass +@all -config +config|get -@admin")]
    [InlineData("on ~* +select +@connection -select")]
    [InlineData("on resetpass -@all")]
    public async Task What_a_server_makes_of_rules_means_the_same(string text)
    {
        await using RedisClient client = await TestClient.ConnectAsync(_server);
        AclRules rules = AclRules.Parse(text);

        // The first time it has other rules, which must go.
        await client.DoAsync("ACL", "SETUSER", "u", "reset", "on", "nopass", "~old", "&old", "+flushall", "(~y +del)");
        await client.DoAsync([.. new RedisArgument[] { "ACL", "SETUSER", "u" }, .. rules.ToSetUser(hasSelectors: true).Select(rule => (RedisArgument)rule)]);

        AclRules actual = StateSnapshot.ReadUsers(await client.ExecuteAsync(new RedisCommand("ACL", "LIST")))["u"];
        AclCommands commands = AclCommands.Parse(await client.ExecuteAsync(new RedisCommand("COMMAND")));
        Assert.True(AclRules.SameMeaning(rules, actual, commands), $"{rules} became {actual}");
        Assert.False(AclRules.SameMeaning(AclRules.Parse(text + " -ping +keys -dbsize +echo"), actual, commands) && AclRules.SameMeaning(AclRules.Parse(text + " +ping -keys +dbsize -echo"), actual, commands));
    }

    [Fact]
    public void Passwords_are_not_shown() => Assert.DoesNotContain("secret", AclRules.Parse("on >secret ~a").ToString() + string.Join(' ', AclRules.Parse("on >secret ~a").ToRules()), StringComparison.Ordinal);
}

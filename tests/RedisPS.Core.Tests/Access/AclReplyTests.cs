using RedisPS.Client;
using RedisPS.Core.Access;
using Xunit;

namespace RedisPS.Core.Tests.Access;

public sealed class AclReplyTests
{
    private const string Hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

    [Fact]
    public void Lists_of_bare_patterns_of_6_and_rules_of_7_mean_the_same()
    {
        AclRules six = AclReply.User(Map(("flags", List("on")), ("passwords", List(Hash)), ("commands", Text("-@all +@read -get")), ("keys", List("a:*", "b:*")), ("channels", List("c*"))))!;
        AclRules seven = AclReply.User(Map(
            ("flags", List("on", "sanitize-payload")), ("passwords", List(Hash)), ("commands", Text("-@all +@read -get")), ("keys", Text("~a:* ~b:*")), ("channels", Text("&c*")), ("selectors", List())))!;

        Assert.True(AclRules.SameMeaning(six, seven));
        Assert.Equal(["a:*", "b:*"], six.Permissions.Keys.Keys.Order());
        Assert.Equal([Hash], six.PasswordHashes);
    }

    [Fact]
    public void Selectors_and_read_only_keys_are_kept()
    {
        AclRules user = AclReply.User(Map(
            ("flags", List("on")), ("passwords", List()), ("commands", Text("-@all")), ("keys", Text("%R~b:*")), ("channels", Text("")),
            ("selectors", RespValue.FromItems(RespType.Array, Map(("commands", Text("-@all +set")), ("keys", Text("~s:*")), ("channels", Text("")))))))!;

        Assert.Equal(AclKeyAccess.Read, user.Permissions.Keys["b:*"]);
        Assert.Equal("(~s:* -@all +set)", Assert.Single(user.Selectors).ToString());
        Assert.False(user.NoPassword);
        Assert.Empty(user.PasswordHashes);
    }

    [Fact]
    public void A_user_without_password_is_told_from_one_that_has_none() =>
        Assert.True(AclReply.User(Map(("flags", List("on", "allkeys", "nopass")), ("passwords", List()), ("commands", Text("+@all")), ("keys", Text("~*"))))!.NoPassword);

    [Fact]
    public void No_user_is_null() => Assert.Null(AclReply.User(RespValue.Null));

    private static RespValue Text(string text) => RespValue.FromText(text);

    private static RespValue List(params string[] items) => RespValue.FromItems(RespType.Array, [.. items.Select(Text)]);

    private static RespValue Map(params (string Name, RespValue Value)[] fields) =>
        RespValue.FromItems(RespType.Array, [.. fields.SelectMany(field => new[] { Text(field.Name), field.Value })]);
}

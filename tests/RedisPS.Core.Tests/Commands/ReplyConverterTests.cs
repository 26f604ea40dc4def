using System.Collections;
using RedisPS.Client;
using RedisPS.Core.Commands;
using Xunit;

namespace RedisPS.Core.Tests.Commands;

public sealed class ReplyConverterTests
{
    private static RespValue T(string text) => RespValue.FromText(text);

    private static RespValue N(long number) => RespValue.FromInteger(number);

    private static RespValue L(params RespValue[] items) => RespValue.FromItems(RespType.Array, items);

    private static RespValue M(params RespValue[] items) => RespValue.FromItems(RespType.Map, items);

    public static TheoryData<RedisCommand, RespValue, RespValue> SameReplies => new()
    {
        { new RedisCommand("HGETALL", "h"), L(T("a"), T("1"), T("A"), T("2")), M(T("a"), T("1"), T("A"), T("2")) },
        { new RedisCommand("config", "get", "x"), L(T("x"), T("1")), M(T("x"), T("1")) },
        { new RedisCommand("SMEMBERS", "s"), L(T("a")), RespValue.FromItems(RespType.Set, T("a")) },
        { new RedisCommand("ZSCORE", "z", "m"), T("1.5"), RespValue.FromDouble(1.5) },
        { new RedisCommand("ZMSCORE", "z", "m", "n"), L(T("1.5"), RespValue.Null), L(RespValue.FromDouble(1.5), RespValue.Null) },
        { new RedisCommand("ZRANGE", "z", 0, -1, "WITHSCORES"), L(T("m"), T("1"), T("n"), T("2")), L(L(T("m"), RespValue.FromDouble(1)), L(T("n"), RespValue.FromDouble(2))) },
        { new RedisCommand("ZPOPMIN", "z"), L(T("m"), T("1")), L(T("m"), RespValue.FromDouble(1)) },
        { new RedisCommand("HRANDFIELD", "h", 2, "WITHVALUES"), L(T("a"), T("1")), L(L(T("a"), T("1"))) },
        { new RedisCommand("XINFO", "GROUPS", "x"), L(L(T("name"), T("g"), T("lag"), N(0))), L(M(T("name"), T("g"), T("lag"), N(0))) },
        { new RedisCommand("GET", "k"), RespValue.Null, RespValue.Null },
    };

    [Theory]
    [MemberData(nameof(SameReplies))]
    public void Both_protocols_come_out_the_same(RedisCommand command, RespValue resp2, RespValue resp3) =>
        Assert.Equal(Show(ReplyConverter.Convert(resp3, command)), Show(ReplyConverter.Convert(resp2, command)));

    [Fact]
    public void Names_that_differ_in_case_are_different_names()
    {
        IDictionary map = Assert.IsAssignableFrom<IDictionary>(ReplyConverter.Convert(L(T("a"), T("1"), T("A"), T("2")), new RedisCommand("HGETALL", "h")));

        Assert.Equal(("1", "2"), ((string)map["a"]!, (string)map["A"]!));
    }

    [Fact]
    public void What_is_no_text_stays_bytes() =>
        Assert.Equal(new byte[] { 0xff, 0 }, ReplyConverter.Convert(RespValue.FromBytes(RespType.BlobString, [0xff, 0]), new RedisCommand("GET", "k")));

    [Fact]
    public void Text_comes_as_bytes_on_request() =>
        Assert.Equal("abc"u8.ToArray(), ReplyConverter.Convert(T("abc"), new RedisCommand("GET", "k"), asByteArray: true));

    [Fact]
    public void A_flat_list_becomes_a_dictionary_on_request() =>
        Assert.Equal("{a=1}", Show(ReplyConverter.Convert(L(T("a"), T("1")), new RedisCommand("ANY"), asHashtable: true)));

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        IDictionary map => "{" + string.Join(",", map.Keys.Cast<object>().Select(key => $"{key}={Show(map[key])}")) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Show)) + "]",
        _ => $"{value.GetType().Name}:{value}",
    };
}

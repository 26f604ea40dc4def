using System.Text;
using Xunit;

namespace RedisPS.Client.Tests;

public class RespValueTests
{
    [Theory]
    [InlineData("*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n")]
    [InlineData("%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n:2\r\n")]
    [InlineData("*2\r\n*2\r\n$1\r\na\r\n:1\r\n*2\r\n$1\r\nb\r\n,2\r\n")]
    public void Pairs_read_the_same_from_every_form(string wire)
    {
        IEnumerable<(string?, double)> pairs = Parse(wire).AsPairs().Select(pair => (pair.Key.AsText(), pair.Value.AsDouble()));
        Assert.Equal([("a", 1.0), ("b", 2.0)], pairs);
    }

    [Theory]
    [InlineData(",3.25\r\n")]
    [InlineData("$4\r\n3.25\r\n")]
    [InlineData("+3.25\r\n")]
    public void A_double_reads_the_same_from_every_form(string wire)
    {
        Assert.Equal(3.25, Parse(wire).AsDouble());
        Assert.Equal("3.25", Parse(wire).AsText());
    }

    [Theory]
    [InlineData(",inf\r\n", double.PositiveInfinity)]
    [InlineData("$4\r\n-inf\r\n", double.NegativeInfinity)]
    [InlineData(",nan\r\n", double.NaN)]
    [InlineData(",1e3\r\n", 1000)]
    [InlineData(":-7\r\n", -7)]
    public void Unusual_numbers_are_numbers_too(string wire, double expected) => Assert.Equal(expected, Parse(wire).AsDouble());

    [Theory]
    [InlineData(":42\r\n")]
    [InlineData("$2\r\n42\r\n")]
    [InlineData("(42\r\n")]
    [InlineData(",42\r\n")]
    public void A_whole_number_reads_the_same_from_every_form(string wire) => Assert.Equal(42, Parse(wire).AsInteger());

    [Theory]
    [InlineData("#t\r\n", true)]
    [InlineData(":1\r\n", true)]
    [InlineData("+OK\r\n", true)]
    [InlineData("#f\r\n", false)]
    [InlineData(":0\r\n", false)]
    [InlineData("_\r\n", false)]
    [InlineData("$-1\r\n", false)]
    public void A_boolean_reads_the_same_from_every_form(string wire, bool expected) => Assert.Equal(expected, Parse(wire).AsBoolean());

    [Theory]
    [InlineData("_\r\n")]
    [InlineData("$-1\r\n")]
    [InlineData("*-1\r\n")]
    public void Nothing_is_nothing_in_every_form(string wire)
    {
        RespValue value = Parse(wire);
        Assert.True(value.IsNull);
        Assert.Null(value.AsText());
        Assert.Empty(value.AsList());
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_refused_and_said()
    {
        RedisProtocolException error = Assert.Throws<RedisProtocolException>(() => Parse("$3\r\nabc\r\n").AsInteger());
        Assert.Contains("a whole number", error.Message, StringComparison.Ordinal);
        _ = Assert.Throws<RedisProtocolException>(() => Parse(":1\r\n").AsList());
        _ = Assert.Throws<RedisProtocolException>(() => Parse("*1\r\n:1\r\n").AsPairs());
    }

    [Fact]
    public void The_text_of_a_large_reply_stays_short()
    {
        RespValue many = RespValue.FromItems(RespType.Array, Enumerable.Range(0, 100_000).Select(i => RespValue.FromText(new string('x', 500))).ToArray());
        Assert.InRange(many.ToString().Length, 1, 1000);
    }

    private static RespValue Parse(string wire)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(wire);
        Assert.True(new RespTreeParser(RespLimits.Default).TryParse(bytes, out int consumed, out RespValue? value));
        Assert.Equal(bytes.Length, consumed);
        return value!;
    }
}

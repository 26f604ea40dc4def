using RedisPS.Core.Commands;
using RedisPS.Core.DesiredState;
using Xunit;

namespace RedisPS.Core.Tests.Commands;

public sealed class ScriptTextTests
{
    [Fact]
    public void A_typographic_quote_ends_no_text() => Assert.Equal("'Bob\u2019\u2019s ''own'''", ScriptText.Quote("Bob\u2019s 'own'"));

    [Theory]
    [InlineData("")]
    [InlineData("it's")]
    [InlineData("\u2018a\u2019 \u201ab\u201b")]
    [InlineData("$x `n $(y) \u201cz\u201d\n")]
    public void What_is_quoted_is_read_back(string text) =>
        Assert.Equal(text, DataReader.Parse($"@{{ a = {ScriptText.Quote(text)} }}")["a"]);
}

using Xunit;

namespace RedisPS.Client.Tests;

public class PrintableTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("žluťoučký 🐎 \\ \"", "žluťoučký 🐎 \\ \"")]
    [InlineData("a line\n\tand a tab", "a line\n\tand a tab")]
    [InlineData("\u001b[2Jevil\u001b]0;x\u0007", "\\x1b[2Jevil\\x1b]0;x\\x07")]
    [InlineData("over\rwritten", "over\\rwritten")]
    [InlineData("\0\b\u001f\u007f", "\\x00\\x08\\x1f\\x7f")]
    [InlineData("csi\u009b2J\u0080", "csi\\u009b2J\\u0080")]
    [InlineData("a\u202eb\u202ac\u2066d\u2069", "a\\u202eb\\u202ac\\u2066d\\u2069")]
    [InlineData("\u2029\u202f\u2065\u206a\u00a0", "\u2029\u202f\u2065\u206a\u00a0")]
    [InlineData("", "")]
    public void What_a_terminal_obeys_is_escaped(string text, string shown)
    {
        Assert.Equal(shown, PrintableText.Of(text));
        Assert.Equal(shown, PrintableText.Of(shown));
    }

    [Fact]
    public void The_text_of_an_error_is_escaped()
    {
        RedisServerException e = RedisServerException.FromReply("E\u001b[2JVIL hidden\u202e"u8, "EVAL");

        Assert.Equal(("E\\x1b[2JVIL", "E\\x1b[2JVIL hidden\\u202e"), (e.Code, e.Message));
    }
}

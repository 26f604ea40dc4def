using RedisPS.Core.Configuration;
using RedisPS.Core.DesiredState;
using Xunit;

namespace RedisPS.Core.Tests.DesiredState;

public sealed class DataFileTests
{
    private const string Whole = """
        # comment
        @{
            <# several
               lines #>
            Plain = 'it''s'; Double = "a`tb `$x ""q"" $ 5"
            'with-minus' = 2gb
            Number =
                -5
            Hex = 0x10; Half = 1.5; Big = 1.5gb; Exp = 1e3; On = $true; Off = $False; Nothing = $null
            List = 1, 'two', @(3
                4; 5)
            Empty = @(); Table = @{ Inner = @{ } }
            Here = @'
        first
        'second'
        '@
            "quoted name" = “typographic”
        }
        # end
        """;

    [Fact]
    public void Data_is_read_as_PowerShell_reads_it()
    {
        IReadOnlyDictionary<string, object?> data = DataReader.Parse(Whole);

        Assert.Equal("it's", data["plain"]);
        Assert.Equal("a\tb $x \"q\" $ 5", data["Double"]);
        Assert.Equal(2147483648L, data["with-minus"]);
        Assert.Equal(-5L, data["Number"]);
        Assert.Equal(16L, data["Hex"]);
        Assert.Equal(1.5, data["Half"]);
        Assert.Equal(1610612736L, data["Big"]);
        Assert.Equal(1000.0, data["Exp"]);
        Assert.Equal((true, false, null), ((bool)data["On"]!, (bool)data["Off"]!, data["Nothing"]));
        Assert.Equal(new object?[] { 1L, "two", new object?[] { 3L, 4L, 5L } }, data["List"]);
        Assert.Empty((object?[])data["Empty"]!);
        Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(((IReadOnlyDictionary<string, object?>)data["Table"]!)["inner"]);
        Assert.Equal("first\n'second'", ((string)data["Here"]!).Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal("typographic", data["quoted name"]);
    }

    [Theory]
    [InlineData("@{ a = $env:HOME }", "only $true, $false and $null")]
    [InlineData("@{ a = \"$x\" }", "single quotes")]
    [InlineData("@{ a = \"$(Remove-Item x)\" }", "single quotes")]
    [InlineData("@{ a = (Get-Date) }", "a value is expected")]
    [InlineData("@{ a = Get-Date }", "a value is expected")]
    [InlineData("@{ a = { 1 } }", "a value is expected")]
    [InlineData("@{ a = [int]1 }", "a value is expected")]
    [InlineData("@{ a = 1 + 1 }", "nothing is run")]
    [InlineData("@{ a = 'x'.Length }", "nothing is run")]
    [InlineData("@{ a = 'x' | Out-File y }", "nothing is run")]
    [InlineData("@{ a-b = 1 }", "needs quotes")]
    [InlineData("@{ a = 1; A = 2 }", "twice")]
    [InlineData("@{ a = 1 } ; Remove-Item x", "nothing may follow")]
    [InlineData("Remove-Item x", "a table")]
    [InlineData("@{ a = 'x }", "has no end")]
    [InlineData("@{ a = 12zb }", "is no number")]
    [InlineData("@{ a = @( 1", "a value is expected")]
    [InlineData("@{ a =", "a value is expected")]
    public void What_would_have_to_be_run_is_refused_with_its_place(string text, string reason)
    {
        ConfigException e = Assert.Throws<ConfigException>(() => DataReader.Parse(text, "wanted.psd1"));

        Assert.Equal(ConfigFailure.FileUnreadable, e.Failure);
        Assert.StartsWith("wanted.psd1, line 1, column ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_not_the_end_of_the_process() =>
        Assert.Throws<ConfigException>(() => DataReader.Parse("@{ a = " + string.Concat(Enumerable.Repeat("@(", 100_000))));

    [Fact]
    public void Cut_anywhere_it_is_refused()
    {
        string whole = Whole[..(Whole.LastIndexOf('}') + 1)];
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ConfigException>(() => DataReader.Parse(whole[..length]));
        }
    }

    [Fact]
    public void What_is_written_is_read_back_in_both_forms()
    {
        Dictionary<string, object?> data = new()
        {
            ["a-b"] = "it's ’quoted’ $x `n \"", ["n"] = long.MaxValue, ["t"] = true, ["nothing"] = null,
            ["list"] = new object?[] { "x", 1L }, ["table"] = new Dictionary<string, object?> { ["inner"] = "" }, ["empty"] = new Dictionary<string, object?>(),
        };

        foreach (IReadOnlyDictionary<string, object?> read in new[] { DataReader.Parse(DataWriter.ToPsd1(data, "a comment")), DataFile.ParseJson(DataWriter.ToJson(data)) })
        {
            Assert.Equal(data["a-b"], read["a-b"]);
            Assert.Equal(long.MaxValue, read["n"]);
            Assert.Equal(true, read["t"]);
            Assert.Null(read["nothing"]);
            Assert.Equal(new object?[] { "x", 1L }, read["list"]);
            Assert.Equal("", ((IReadOnlyDictionary<string, object?>)read["table"]!)["inner"]);
        }
    }
}

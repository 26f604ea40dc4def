using System.Text.Json;
using RedisPS.Runner.Hosting;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>The program's arguments, its output forms and its exit codes.</summary>
public sealed class ProgramTests
{
    private static readonly FakeSurroundings s_plain = new();

    [Fact]
    public void Success_is_0() => Assert.Equal(0, RunnerHarness.Run("1").ExitCode);

    [Fact]
    public void An_error_that_was_written_is_1() => Assert.Equal(1, RunnerHarness.Run("'a' | Measure-Object -Sum; 'next'").ExitCode);

    [Fact]
    public void An_error_that_was_silenced_is_0() => Assert.Equal(0, RunnerHarness.Run("'a' | Measure-Object -Sum -ErrorAction SilentlyContinue").ExitCode);

    [Fact]
    public void A_text_that_cannot_be_read_is_2() => Assert.Equal(2, RunnerHarness.Run("{").ExitCode);

    [Theory]
    [InlineData("--output", "xml", "1")]
    [InlineData("--nope")]
    [InlineData("-f")]
    [InlineData("-f", "a", "b")]
    [InlineData("-f", "no-such-file.redisps")]
    public void Arguments_that_make_no_sense_are_2(params string[] arguments) =>
        Assert.Equal(2, RunnerHarness.RunWith(s_plain, arguments).ExitCode);

    [Fact]
    public void No_server_is_3()
    {
        int port = TestServers.Servers.FreePort.Next();

        Outcome outcome = RunnerHarness.Run($"Connect-Redis '127.0.0.1:{port}'");

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith("Connect-Redis: ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void No_connection_made_is_3() => Assert.Equal(3, RunnerHarness.Run("Get-RedisKey | Out-Null").ExitCode);

    [Fact]
    public void Without_arguments_at_a_terminal_it_says_how_it_is_used()
    {
        Outcome outcome = RunnerHarness.RunWith(new FakeSurroundings { InputIsTerminal = true });

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("redisps --help", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_and_terminal_the_input_is_the_script()
    {
        Assert.Equal("3\n", RunnerHarness.RunWith(new FakeSurroundings { Input = "1,2,3 | Select-Object -Last 1" }).Output);
        Assert.Equal("3\n", RunnerHarness.RunWith(new FakeSurroundings { Input = "3" }, "-f", "-").Output);
    }

    [Fact]
    public void Words_are_arguments_as_they_stand()
    {
        Outcome outcome = RunnerHarness.RunWith(s_plain, "ConvertTo-Json", "a,b $x | 'c'", "-Compress:$true");

        Assert.Equal("\"a,b $x | 'c'\"\n", outcome.Output);
    }

    [Fact]
    public void Behind_two_dashes_a_word_is_never_a_parameter()
    {
        Assert.Equal("\"-Compress\"\n", RunnerHarness.RunWith(s_plain, "ConvertTo-Json", "--", "-Compress").Output);
    }

    [Fact]
    public void Output_may_be_asked_for_behind_the_words()
    {
        Assert.Equal("\"\\\"a\\\"\"\n", RunnerHarness.RunWith(s_plain, "ConvertTo-Json", "a", "--output", "jsonl").Output);
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("1", "[1]")]
    [InlineData("@{a=1}, 'x', $null", "[{\"a\":1},\"x\",null]")]
    public void Json_is_always_one_array(string script, string expected)
    {
        Outcome outcome = RunnerHarness.RunWith(new FakeSurroundings { Input = script }, "--output", "json", "-f", "-");

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(expected, JsonSerializer.Serialize(document.RootElement));
    }

    [Fact]
    public void Json_lines_are_one_object_each()
    {
        Assert.Equal("{\"a\":1}\n\"x\"\n", RunnerHarness.RunWith(s_plain, "--output=jsonl", "@{a=1}, 'x'").Output);
    }

    [Fact]
    public void Csv_has_a_head()
    {
        Assert.Equal("\"a\"\n\"1\"\n\"2\"\n", RunnerHarness.RunWith(s_plain, "--output", "csv", "@{a=1},@{a=2} | Select-Object a").Output);
    }

    [Theory]
    [InlineData("1,2,'x'", "[1,2,\"x\"]")]
    [InlineData("@()", "[]")]
    [InlineData("@{ b = @{ c = 1,2 } }", "{\"b\":{\"c\":[1,2]}}")]
    [InlineData("'a \"text\"'", "a \"text\"")]
    [InlineData("1.5", "1.5")]
    public void Csv_holds_collections_as_json(string value, string cell)
    {
        string expected = $"\"a\"\n\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";

        Assert.Equal(expected, RunnerHarness.RunWith(s_plain, "--output", "csv", $"@{{a={value}}} | Select-Object a").Output);
    }

    [Fact]
    public void ConvertTo_Csv_writes_collections_as_PowerShell_does() =>
        Assert.Equal("\"a\"\n\"System.Object[]\"\n", RunnerHarness.Run("@{a=1,2} | Select-Object a | ConvertTo-Csv").Output);

    [Fact]
    public void A_list_may_be_asked_for()
    {
        Assert.Equal("\na : 1\n\n", RunnerHarness.RunWith(s_plain, "--output", "list", "@{a=1} | Select-Object a").Output);
    }

    [Fact]
    public void The_width_of_a_terminal_cuts_tables()
    {
        Outcome outcome = RunnerHarness.RunWith(new FakeSurroundings { Width = 20 }, "@{a='0123456789012345678901234'} | Select-Object a");

        Assert.Equal("\na\n-\n0123456789012345678…\n\n", outcome.Output);
    }

    [Fact]
    public void Echo_shows_each_pipeline_before_what_it_writes()
    {
        Outcome outcome = RunnerHarness.RunWith(s_plain, "--echo", "@{a=1} |\n Select-Object a; # that was it\n'x'");

        Assert.Equal("> @{a=1} |\n Select-Object a\n\na\n-\n1\n\n> 'x'\nx\n", outcome.Output);
    }

    [Fact]
    public void Version_and_help_are_there()
    {
        Assert.Matches(@"^redisps \d+\.\d+\.\d+\n$", RunnerHarness.RunWith(s_plain, "--version").Output);
        Assert.Contains("EXIT CODES", RunnerHarness.RunWith(s_plain, "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_shows_the_page_of_a_command()
    {
        Outcome outcome = RunnerHarness.RunWith(s_plain, "help", "get-rediskey");

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("NAME\n    Get-RedisKey\n", outcome.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("EXAMPLES", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_that_is_not_there_is_an_error()
    {
        Assert.Equal(1, RunnerHarness.RunWith(s_plain, "help", "Get-Nothing").ExitCode);
    }
}

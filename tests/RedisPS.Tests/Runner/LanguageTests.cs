using RedisPS.Runner.Hosting;
using RedisPS.Runner.Language;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>Mistakes, places, and what only the runner's own texts can show.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("'a", 1)]
    [InlineData("Out-Null \"a", 10)]
    [InlineData("1 |", 4)]
    [InlineData("| Out-Null", 1)]
    [InlineData("@(1", 4)]
    [InlineData("@{a=1", 6)]
    [InlineData("@{a 1}", 5)]
    [InlineData("@{a=1; A=2}", 8)]
    [InlineData("1 | 2", 5)]
    [InlineData("5x", 1)]
    [InlineData("Out-Null -Name:", 16)]
    [InlineData("Out-Null a,,b", 12)]
    [InlineData("1e30l", 1)]
    [InlineData("79228162514264337593543950335dkb", 1)]
    [InlineData("Remove-RedisKey 1, 007", 20)]
    [InlineData("Remove-RedisKey 1.50,2", 17)]
    public void A_mistake_is_told_with_its_column(string text, int column)
    {
        ScriptException e = Assert.Throws<ScriptException>(() => ScriptParser.Parse(text));

        Assert.Equal(column, e.Column);
        Assert.DoesNotContain("needs PowerShell", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_is_shown_under_the_line()
    {
        Outcome outcome = RunnerHarness.Run("1 | Out-Null\n2 | Where-Object {");

        Assert.Equal("redisps: line 2, column 18: '{' needs PowerShell.\n  2 | Where-Object {\n                   ^\n", outcome.Errors);
    }

    [Fact]
    public void A_command_of_ours_that_does_not_exist_is_no_matter_of_PowerShell()
    {
        Outcome outcome = RunnerHarness.Run("Get-RedisKeey");

        Assert.Equal(ExitCodes.NotParsed, outcome.ExitCode);
        Assert.DoesNotContain("needs PowerShell", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_runs_when_something_is_refused_later()
    {
        Outcome outcome = RunnerHarness.Run("'first'; Get-ChildItem");

        Assert.Equal(ExitCodes.NotParsed, outcome.ExitCode);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Lines_comments_and_continuations_are_read()
    {
        Outcome outcome = RunnerHarness.Run("# first\n3, 1, # not the last\n2 |\n  Sort-Object `\n    -Descending\n\n'a'\n| ForEach-Object Length;;\n");

        Assert.Equal("3\n2\n1\n1\n", outcome.Output);
    }

    [Theory]
    [InlineData("Sort-Object \u2013Descending")]
    [InlineData("Sort-Object \u2014Descending")]
    [InlineData("Sort-Object Length\u00a0-Descending")]
    [InlineData("Sort-Object Length\u2003\u2015Descending")]
    [InlineData("Sort-Object Length\f-Descending\v")]
    public void Dashes_and_blanks_of_a_web_page_are_what_they_look_like(string command)
    {
        Pipeline pipeline = Assert.Single(ScriptParser.Parse("'a' | " + command).Pipelines);
        Assert.Equal("Descending", pipeline.Elements[1].Arguments[^1].ParameterName);
    }

    [Fact]
    public void A_dash_of_a_word_processor_begins_a_parameter_on_the_command_line_too() =>
        Assert.Equal("WhatIf", WordReader.Read(["Remove-RedisKey", "a", "\u2013WhatIf"]).Pipelines[0].Elements[0].Arguments[1].ParameterName);

    [Fact]
    public void Numbers_with_units_in_a_list_are_numbers() => Assert.Equal("1024\n2048\n", RunnerHarness.Run("Select-Object -InputObject 1kb, 2kb").Output);

    [Fact]
    public void What_is_nested_too_deep_is_a_mistake()
    {
        Assert.Contains("deep", Assert.Throws<ScriptException>(() => ScriptParser.Parse(string.Concat(Enumerable.Repeat("@(", 30_000)))).Message, StringComparison.Ordinal);
        _ = ScriptParser.Parse(string.Concat(Enumerable.Repeat("@(", 100)) + "1" + new string(')', 100));
    }

    [Fact]
    public void A_method_is_not_taken_for_a_property_that_is_not_there()
    {
        Outcome outcome = RunnerHarness.Run("'abc' | ForEach-Object ToUpper");

        Assert.Equal(ExitCodes.Errors, outcome.ExitCode);
        Assert.Contains("needs PowerShell", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_random_text_is_read_or_refused_and_nothing_else()
    {
        Random random = new(4711);
        const string Alphabet = "ab$_'\"`|;,.(){}[]@=#-+:<>&!%?* \n\t05x\\/";
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            try
            {
                ScriptParser.Parse(text);
            }
            catch (ScriptException e)
            {
                Assert.True(e.Line > 0 && e.Column > 0, text);
            }
        }
    }
}

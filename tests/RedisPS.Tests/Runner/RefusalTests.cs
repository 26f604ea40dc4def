using System.Globalization;
using RedisPS.Runner.Hosting;
using RedisPS.Tests.Conformance;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>What the language leaves out, as the one table of about_RedisPS_Runner lists it.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, int> Refusals
    {
        get
        {
            TheoryData<string, int> refusals = [];
            foreach ((string example, int column) in ReadTable())
            {
                refusals.Add(example, column);
            }

            return refusals;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Is_refused_at_its_place_before_anything_runs(string example, int column)
    {
        Outcome outcome = RunnerHarness.Run(example);

        Assert.Equal(ExitCodes.NotParsed, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("needs PowerShell", outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith($"redisps: line 1, column {column}:", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'first'; @(Get-RedisFoo).Count")]
    [InlineData("'first'; @{ a = @(Get-RedisFoo).Count }")]
    [InlineData("'first'; Get-RedisKey -First @(Get-RedisFoo).Count")]
    public void A_command_nobody_knows_is_found_wherever_it_stands(string script)
    {
        Outcome outcome = RunnerHarness.Run(script);

        Assert.Equal(ExitCodes.NotParsed, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("there is no command 'Get-RedisFoo'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_is_read()
    {
        Assert.True(ReadTable().Count > 40);
    }

    private static List<(string Example, int Column)> ReadTable()
    {
        List<(string, int)> rows = [];
        string page = Path.Combine(ConformanceFile.Folder, "..", "..", "docs", "about_RedisPS_Runner.md");
        bool inside = false;
        foreach (string line in File.ReadLines(page))
        {
            if (line.StartsWith("| Refused ", StringComparison.Ordinal))
            {
                inside = true;
            }
            else if (inside && line.Length == 0)
            {
                break;
            }
            else if (inside && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                string[] cells = line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|');
                string example = cells[2].Trim().Trim('`').Replace('\u0001', '|');
                rows.Add((example, int.Parse(cells[3], CultureInfo.InvariantCulture)));
            }
        }

        return rows;
    }
}

using RedisPS.Build;
using Xunit;

namespace RedisPS.TestServers.Tests;

public sealed class TestCountTests
{
    [Fact]
    public void The_sum_of_two_suites_reads_as_the_last_line_does() =>
        Assert.Equal("5 passed, 3 failed, 1 skipped", (new TestCount(2, 3, 0) + new TestCount(3, 0, 1)).ToString());

    [Theory]
    [InlineData(0, 3, 0, false, 0)]
    [InlineData(1, 3, 2, false, 2)]
    [InlineData(1, 3, 0, false, 1)]
    [InlineData(0, 0, 0, false, 1)]
    [InlineData(0, 0, 0, true, 0)]
    [InlineData(137, 0, 0, true, 1)]
    public void A_suite_that_crashed_or_ran_nothing_is_a_failure(int exitCode, int passed, int failed, bool mayBeEmpty, int expected) =>
        Assert.Equal(expected, TestCount.OfSuite("suite", exitCode, new TestCount(passed, failed, 0), mayBeEmpty).Failed);

    [Theory]
    [InlineData("""<Counters total="10" executed="8" passed="7" failed="1" error="0" aborted="0" notExecuted="0" />""", 7, 1, 2)]
    [InlineData("""<Counters total="4" executed="4" passed="3" failed="0" error="1" aborted="0" notExecuted="0" />""", 3, 1, 0)]
    [InlineData("""<Counters total="4" executed""", 0, 0, 0)]
    public void An_xunit_result_file_is_counted(string counters, int passed, int failed, int skipped)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, $"""<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><ResultSummary>{counters}</ResultSummary></TestRun>""");

        Assert.Equal(new TestCount(passed, failed, skipped), XunitSuite.Read(file));
        File.Delete(file);
    }

    [Fact]
    public void What_Pester_reports_is_counted() => Assert.Equal(new TestCount(12, 1, 3), PesterSuite.Read("12 1 3\n"));
}

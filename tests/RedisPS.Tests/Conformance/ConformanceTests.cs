using RedisPS.Runner.Hosting;
using RedisPS.Tests.Runner;
using RedisPS.TestServers;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Conformance;

/// <summary>The cases that PowerShell runs too.</summary>
public sealed class ConformanceTests(SharedServer shared) : IClassFixture<SharedServer>
{
    public static TheoryData<string, string> Names
    {
        get
        {
            TheoryData<string, string> names = [];
            foreach (ConformanceCase one in ConformanceFile.ReadAll())
            {
                names.Add(one.File, one.Name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shows_what_PowerShell_shows(string file, string name)
    {
        ConformanceCase one = ConformanceFile.ReadAll().Single(known => known.File == file && known.Name == name);
        string script = one.Script;
        string port = string.Empty;
        if (one.Setup.Count > 0)
        {
            port = shared.Prepare(one.Setup);
            script = $"Connect-Redis '127.0.0.1:{port}' | Out-Null; {script}";
        }

        Outcome outcome = RunnerHarness.Run(script.Replace("{port}", port, StringComparison.Ordinal));

        Assert.Equal(one.Output.Replace("{port}", port, StringComparison.Ordinal), outcome.Output);
        Assert.Equal(one.Errors.Replace("{port}", port, StringComparison.Ordinal), WithoutWarnings(outcome.Errors));
        Assert.Equal(one.Errors.Length == 0 ? ExitCodes.Success : ExitCodes.Errors, outcome.ExitCode);
    }

    [Fact]
    public void Names_are_unique()
    {
        List<string> names = [.. ConformanceFile.ReadAll().Select(one => one.ToString())];

        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    private static string WithoutWarnings(string errors) =>
        string.Concat(errors.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("WARNING: ", StringComparison.Ordinal) && !line.StartsWith("  Recommendation: ", StringComparison.Ordinal)).Select(line => line + "\n"));
}

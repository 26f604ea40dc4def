using RedisPS.Runner.Hosting;

namespace RedisPS.Tests.Runner;

/// <summary>Runs redisps inside the test's process.</summary>
internal static class RunnerHarness
{
    /// <summary>Runs a text.</summary>
    internal static Outcome Run(string script) => RunWith(new FakeSurroundings(), script);

    /// <summary>Runs the program with its arguments.</summary>
    internal static Outcome RunWith(FakeSurroundings surroundings, params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter errors = new() { NewLine = "\n" };
        int code = new Application(output, errors, surroundings).Run(arguments);
        return new Outcome(code, output.ToString(), errors.ToString());
    }
}

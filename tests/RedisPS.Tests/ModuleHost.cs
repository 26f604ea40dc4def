using RedisPS.Runner.Hosting;

namespace RedisPS.Tests;

/// <summary>Runs lines in this process, as redisps does. One at a time: the connections of a process are one session.</summary>
internal sealed class ModuleHost : ISurroundings
{
    private static readonly object s_one = new();

    public bool InputIsTerminal => false;

    public bool OutputIsTerminal => false;

    public bool ErrorIsTerminal => false;

    public int Width => 200;

    public string? ReadLine() => null;

    public string ReadAllInput() => "";

    /// <summary>The exit code, what was written, and the errors, warnings and verbose lines.</summary>
    public static (int Code, string Output, string Errors) Run(string script, string format = "table")
    {
        lock (s_one)
        {
            using StringWriter output = new();
            using StringWriter error = new();
            try
            {
                return (new Application(output, error, new ModuleHost()).Run(["--output", format, script]), output.ToString(), error.ToString());
            }
            finally
            {
                new ModuleLifecycle().OnRemove(null!);
            }
        }
    }
}

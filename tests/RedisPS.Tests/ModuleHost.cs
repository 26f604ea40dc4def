using System.Management.Automation.Runspaces;
using RedisPS.Runner.Hosting;

namespace RedisPS.Tests;

/// <summary>Runs lines in this process, as redisps does, each time in a session of its own: tests run side by side.</summary>
internal sealed class ModuleHost : ISurroundings
{
    public bool InputIsTerminal => false;

    public bool OutputIsTerminal => false;

    public bool ErrorIsTerminal => false;

    public bool ShowsScreens => false;

    public int Width => 200;

    public string? ReadLine() => null;

    public string ReadAllInput() => "";

    /// <summary>The exit code, what was written, and the errors, warnings and verbose lines.</summary>
    public static (int Code, string Output, string Errors) Run(string script, string format = "table")
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Runspace.DefaultRunspace = new Runspace();
        try
        {
            return (new Application(output, error, new ModuleHost()).Run(["--output", format, script]), output.ToString(), error.ToString());
        }
        finally
        {
            Runspace.DefaultRunspace = null!;
        }
    }
}

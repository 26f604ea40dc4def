using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedisPS.Core.Service;

/// <summary>
/// Garnet is a tool of .NET: it finds the runtime only where it is usually installed, and runs only on the version it
/// was built for, unless it is told where .NET is and that a newer one will do.
/// </summary>
internal static class DotnetTool
{
    private static readonly Lazy<Dictionary<string, string>> s_environment = new(Find);

    /// <summary>The variables that tell it; other programs do not mind them.</summary>
    public static IReadOnlyDictionary<string, string> Environment => s_environment.Value;

    /// <summary>Adds the variables where the user has not set them.</summary>
    public static void Prepare(ProcessStartInfo start)
    {
        foreach ((string name, string value) in Environment)
        {
            start.Environment.TryAdd(name, value);
        }
    }

    private static Dictionary<string, string> Find()
    {
        Dictionary<string, string> variables = [];
        Add("DOTNET_ROLL_FORWARD", "Major");

        // PowerShell brings a runtime of its own, in a folder without the dotnet program: that one serves nobody else.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        if (File.Exists(Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")))
        {
            Add("DOTNET_ROOT", root);
        }

        return variables;

        void Add(string name, string value)
        {
            if (System.Environment.GetEnvironmentVariable(name) is null)
            {
                variables[name] = value;
            }
        }
    }
}

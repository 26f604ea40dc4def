using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedisPS.Benchmarks.Contestants;

/// <summary>Publishes redisps and an empty console program the same way, ready-to-run with their runtime, as "package" does, and lays out the module.</summary>
internal static class ToolsBuilder
{
    private const string EmptyProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
        </Project>
        """;

    public static Tools Build(string root)
    {
        string output = Path.Combine(root, "out", "bench");
        string empty = Path.Combine(output, "empty-source");
        Directory.CreateDirectory(empty);
        File.WriteAllText(Path.Combine(empty, "empty.csproj"), EmptyProject);
        File.WriteAllText(Path.Combine(empty, "Program.cs"), "System.Console.WriteLine(\"key\");");
        File.WriteAllText(Path.Combine(empty, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(empty, "Directory.Packages.props"), "<Project />");
        Publish(Path.Combine(empty, "empty.csproj"), Path.Combine(output, "empty"));
        Publish(Path.Combine(root, "src", "RedisPS.Runner"), Path.Combine(output, "redisps"));
        Dotnet("build", Path.Combine(root, "src", "RedisPS"), "--configuration", "Release", "--verbosity", "quiet", "--nologo");
        return new Tools
        {
            Empty = Path.Combine(output, "empty", "empty"),
            Runner = Path.Combine(output, "redisps", "redisps"),
            Module = Path.Combine(root, "out", "RedisPS"),
        };
    }

    private static void Publish(string project, string target) =>
        Dotnet("publish", project, "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
            "--self-contained", "true", "-p:PublishReadyToRun=true", "-p:PublishReadyToRunComposite=true", "--output", target, "--verbosity", "quiet", "--nologo");

    private static void Dotnet(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed.");
        }
    }
}

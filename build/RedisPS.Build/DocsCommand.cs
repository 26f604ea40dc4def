namespace RedisPS.Build;

/// <summary>Writes the module's help from the pages.</summary>
internal static class DocsCommand
{
    public static int Run(Repository repository)
    {
        if (!Tool.Exists("pwsh"))
        {
            Console.WriteLine("The help is not written again: that needs PowerShell (pwsh) with Microsoft.PowerShell.PlatyPS.");
            return 0;
        }

        int built = Tool.Run(repository, "dotnet", ["build", "RedisPS.sln", "--verbosity", "quiet", "--nologo"]);
        return built != 0
            ? built
            : Tool.Run(repository, "pwsh", ["-NoProfile", "-NonInteractive", "-File", "docs/Build-Help.ps1", "-ModulePath", repository.Module]);
    }
}

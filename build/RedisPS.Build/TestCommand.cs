namespace RedisPS.Build;

/// <summary>Runs every suite, and sums what they counted.</summary>
internal static class TestCommand
{
    public static int Run(Repository repository, string[] arguments)
    {
        if (!RedisServerPackage.Ensure(repository))
        {
            Console.WriteLine("0 passed, 1 failed, 0 skipped");
            return 1;
        }

        if (Tool.Run(repository, "dotnet", ["build", "RedisPS.sln", "--verbosity", "quiet", "--nologo"]) != 0)
        {
            Console.WriteLine("0 passed, 1 failed, 0 skipped");
            return 1;
        }

        if (Directory.Exists(repository.TestResults))
        {
            Directory.Delete(repository.TestResults, recursive: true);
        }

        TestCount total = default;
        string[] projects = [.. Directory.GetFiles(Path.Combine(repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order()];
        foreach (string project in projects)
        {
            total += XunitSuite.Run(repository, project, arguments);
        }

        total += PesterSuite.Run(repository);
        foreach (string server in OtherServers.Find())
        {
            foreach (string project in projects.Where(SpeaksToServers))
            {
                total += XunitSuite.Run(repository, project, arguments, server);
            }
        }

        Console.WriteLine(total);
        return total.Failed == 0 && total.Passed > 0 ? 0 : 1;
    }

    private static bool SpeaksToServers(string project) => !project.Contains("TestServers", StringComparison.Ordinal);
}

namespace RedisPS.Build;

/// <summary>The suites under pester/, run by PowerShell where it is installed with Pester 5.</summary>
internal static class PesterSuite
{
    private const string FindPester =
        "(Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 } | Sort-Object Version | Select-Object -Last 1).Path";

    // The preferences stay as a user's are: tests see them. Paths come in by environment, where no quote in them can do harm. What failed outside of a test counts too:
    // a file that cannot be read, a BeforeAll.
    private const string RunPester = """
        Import-Module $env:REDISPS_PESTER -ErrorAction Stop
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $env:REDISPS_PESTER_SUITES
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Normal'
        $configuration.Output.RenderMode = 'Plaintext'
        $run = Invoke-Pester -Configuration $configuration
        $failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
        $skipped = $run.SkippedCount + $run.InconclusiveCount + $run.NotRunCount
        Set-Content $env:REDISPS_PESTER_COUNT "$($run.PassedCount) $failed $skipped"
        """;

    public static TestCount Run(Repository repository)
    {
        string? pester = Tool.Exists("pwsh") ? Tool.Ask("pwsh", "-NoProfile", "-NonInteractive", "-Command", FindPester) : null;
        if (string.IsNullOrEmpty(pester))
        {
            Console.WriteLine("Pester suites not run: they need PowerShell 7.4 or later (pwsh) with Pester 5.");
            return default;
        }

        string file = Path.Combine(repository.TestResults, "pester.txt");
        Directory.CreateDirectory(repository.TestResults);
        Dictionary<string, string> environment = new()
        {
            ["REDISPS_PESTER"] = pester,
            ["REDISPS_PESTER_SUITES"] = Path.Combine(repository.Root, "pester"),
            ["REDISPS_PESTER_COUNT"] = file,
            ["NO_COLOR"] = "1",
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        };
        int exitCode = Tool.Run(repository, "pwsh", ["-NoProfile", "-NonInteractive", "-Command", RunPester], environment);
        TestCount count = TestCount.OfSuite("Pester", exitCode, File.Exists(file) ? Read(File.ReadAllText(file)) : default, mayBeEmpty: false);
        Console.WriteLine($"Pester: {count}");
        return count;
    }

    /// <summary>Reads "passed failed skipped".</summary>
    internal static TestCount Read(string text)
    {
        int[] numbers = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        return new TestCount(numbers[0], numbers[1], numbers[2]);
    }
}

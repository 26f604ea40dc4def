using System.Xml.Linq;

namespace RedisPS.Build;

/// <summary>The suites under pester/, run by PowerShell where it is installed with Pester 5.</summary>
internal static class PesterSuite
{
    private const string FindPester =
        "(Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 } | Sort-Object Version | Select-Object -Last 1).Path";

    public static TestCount Run(Repository repository)
    {
        string? pester = Tool.Exists("pwsh") ? Tool.Ask("pwsh", "-NoProfile", "-NonInteractive", "-Command", FindPester) : null;
        if (string.IsNullOrEmpty(pester))
        {
            Console.WriteLine("Pester suites not run: they need PowerShell 7.4 or later (pwsh) with Pester 5.");
            return default;
        }

        string file = Path.Combine(repository.TestResults, "pester.xml");
        Directory.CreateDirectory(repository.TestResults);
        string script = $$"""
            Import-Module '{{pester}}'
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = '{{Path.Combine(repository.Root, "pester")}}'
            $configuration.Run.Exit = $true
            $configuration.TestResult.Enabled = $true
            $configuration.TestResult.OutputFormat = 'NUnitXml'
            $configuration.TestResult.OutputPath = '{{file}}'
            $configuration.Output.Verbosity = 'Normal'
            Invoke-Pester -Configuration $configuration
            """;
        Environment.SetEnvironmentVariable("NO_COLOR", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        int exitCode = Tool.Run(repository, "pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]);
        TestCount count = File.Exists(file) ? Read(file) : default;

        // A file that could not be read fails the run without a failed test.
        if ((exitCode != 0 && count.Failed == 0) || count == default)
        {
            Console.WriteLine($"Pester: ended with {exitCode} after {count}");
            count += new TestCount(0, 1, 0);
        }

        Console.WriteLine($"Pester: {count}");
        return count;
    }

    internal static TestCount Read(string file)
    {
        XElement results = XDocument.Load(file).Root!;
        int Count(string name) => (int?)results.Attribute(name) ?? 0;
        int failed = Count("failures") + Count("errors");
        int skipped = Count("not-run") + Count("inconclusive") + Count("ignored") + Count("skipped") + Count("invalid");
        return new TestCount(Count("total") - failed - skipped, failed, skipped);
    }
}

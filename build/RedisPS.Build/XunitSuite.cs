using System.Xml.Linq;

namespace RedisPS.Build;

/// <summary>One xunit project, counted from the result file that its runner writes.</summary>
internal static class XunitSuite
{
    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TestCount Run(Repository repository, string project, string[] arguments)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string file = Path.Combine(repository.TestResults, $"{name}.trx");
        int exitCode = Tool.Run(repository, "dotnet",
            ["test", project, "--no-build", "--nologo", "--verbosity", "quiet", "--logger", $"trx;LogFileName={file}", "--results-directory", repository.TestResults, .. arguments]);
        TestCount count = File.Exists(file) ? Read(file) : default;

        // A suite that crashed, or ran nothing without being asked to, is a failure although no test says so.
        if ((exitCode != 0 && count.Failed == 0) || (count == default && arguments.Length == 0))
        {
            Console.WriteLine($"{name}: ended with {exitCode} after {count}");
            count += new TestCount(0, 1, 0);
        }

        Console.WriteLine($"{name}: {count}");
        return count;
    }

    internal static TestCount Read(string file)
    {
        XElement counters = XDocument.Load(file).Descendants(s_trx + "Counters").Single();
        int total = (int)counters.Attribute("total")!;
        int passed = (int)counters.Attribute("passed")!;
        int executed = (int)counters.Attribute("executed")!;
        return new TestCount(passed, executed - passed, total - executed);
    }
}

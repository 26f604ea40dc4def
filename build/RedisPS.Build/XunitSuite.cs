using System.Xml;
using System.Xml.Linq;

namespace RedisPS.Build;

/// <summary>One xunit project, counted from the result file that its runner writes.</summary>
internal static class XunitSuite
{
    // A test that hangs is killed and named, instead of the whole run being killed by who waits for it.
    private static readonly string[] s_hang = ["--blame-hang-timeout", "8m", "--blame-hang-dump-type", "none"];

    private static readonly XNamespace s_trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Runs a project, with another server than the one it would take by itself if one is named.</summary>
    public static TestCount Run(Repository repository, string project, string[] arguments, string? server = null)
    {
        string name = Path.GetFileNameWithoutExtension(project) + (server is null ? "" : $" with {server}");

        // Installing is the same whatever server the rest is tested with.
        Dictionary<string, string> environment = server is null ? [] : new() { ["REDISPS_SERVER"] = server, ["REDISPS_TEST_INSTALL"] = "" };
        string file = Path.Combine(repository.TestResults, $"{name}.trx");
        int exitCode = Tool.Run(repository, "dotnet",
            ["test", project, "--no-build", "--nologo", "--verbosity", "quiet", .. s_hang,
             "--logger", "console;verbosity=minimal", "--logger", $"trx;LogFileName={file}", "--results-directory", repository.TestResults, .. arguments],
            environment);
        TestCount count = TestCount.OfSuite(name, exitCode, File.Exists(file) ? Read(file) : default, mayBeEmpty: arguments.Length > 0);
        Console.WriteLine($"{name}: {count}");
        return count;
    }

    /// <summary>The counters of a result file; nothing if the file was cut off.</summary>
    internal static TestCount Read(string file)
    {
        try
        {
            XElement counters = XDocument.Load(file).Descendants(s_trx + "Counters").Single();
            int total = (int)counters.Attribute("total")!;
            int passed = (int)counters.Attribute("passed")!;
            int executed = (int)counters.Attribute("executed")!;
            return new TestCount(passed, executed - passed, total - executed);
        }
        catch (XmlException)
        {
            return default;
        }
    }
}

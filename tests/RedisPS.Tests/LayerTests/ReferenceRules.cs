using System.Reflection;
using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Tests.LayerTests;

public sealed class ReferenceRules
{
    [Fact]
    public void The_client_references_only_the_framework() =>
        Assert.All(References(typeof(RedisClient)), name => Assert.True(IsFramework(name), name));

    [Fact]
    public void The_core_references_only_the_client_and_the_framework() =>
        Assert.All(References(typeof(RedisConnection)), name => Assert.True(name == "RedisPS.Client" || IsFramework(name), name));

    [Fact]
    public void No_layer_below_the_cmdlets_knows_PowerShell()
    {
        foreach (string project in new[] { "RedisPS.Client", "RedisPS.Core" })
        {
            IEnumerable<string> files = Directory.GetFiles(CmdletClasses.Repository("src", project), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
            Assert.All(files, path => Assert.DoesNotContain("System.Management.Automation", File.ReadAllText(path), StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> References(Type type) => type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static bool IsFramework(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("System.Management.Automation", StringComparison.Ordinal))
        || name is "System" or "netstandard" or "Microsoft.Win32.Primitives";
}

using System.Management.Automation;
using System.Reflection;
using Xunit;

namespace RedisPS.Tests.LayerTests;

public sealed class CmdletRules
{
    private static readonly string[] s_changing = ["Remove", "Clear", "Set", "Rename", "Move", "Stop", "Reset", "Copy"];

    public static TheoryData<string> Cmdlets => new(CmdletClasses.All.Select(CmdletClasses.NameOf));

    [Fact]
    public void There_are_cmdlets() => Assert.True(CmdletClasses.All.Count >= 20);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_looks_like_one(string name)
    {
        Type type = Find(name);

        Assert.True(type.IsSealed, "sealed");
        Assert.True(type.IsPublic, "public");
        Assert.EndsWith("Command", type.Name, StringComparison.Ordinal);
        Assert.Equal(name.Replace("-", "", StringComparison.Ordinal) + "Command", type.Name);
        Assert.True(type.IsSubclassOf(typeof(RedisCmdlet)), "derives from RedisCmdlet");
        Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_that_changes_something_can_say_what_it_would_do(string name)
    {
        CmdletAttribute attribute = Find(name).GetCustomAttribute<CmdletAttribute>()!;

        Assert.True(!s_changing.Contains(attribute.VerbName) || attribute.SupportsShouldProcess, "SupportsShouldProcess");
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Parameters_are_properties_that_can_be_read_and_set(string name)
    {
        foreach (string parameter in CmdletClasses.ParametersOf(Find(name)))
        {
            PropertyInfo property = Find(name).GetProperty(parameter)!;
            Assert.True(property.CanRead && property.CanWrite, parameter);
        }

        Assert.DoesNotContain(Find(name).GetFields(), field => field.GetCustomAttributes<ParameterAttribute>().Any());
    }

    [Fact]
    public void The_manifest_exports_the_cmdlets_and_nothing_else()
    {
        string manifest = File.ReadAllText(CmdletClasses.Repository("RedisPS.psd1"));
        string list = manifest[manifest.IndexOf("CmdletsToExport", StringComparison.Ordinal)..];
        list = list[(list.IndexOf('(') + 1)..list.IndexOf(')')];

        Assert.Equal(
            CmdletClasses.All.Select(CmdletClasses.NameOf).Order(StringComparer.Ordinal),
            list.Split([',', '\'', ' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static Type Find(string name) => CmdletClasses.All.Single(type => CmdletClasses.NameOf(type) == name);
}

using System.Xml.Linq;
using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>Every type that a cmdlet returns has a view, and views name properties that exist.</summary>
public sealed class ViewTests
{
    private static readonly XDocument s_views = XDocument.Load(SourceTree.Path("src", "RedisPS", "RedisPS.format.ps1xml"));

    public static TheoryData<string> OutputTypes => new(CodeCmdlet.All.Values
        .SelectMany(cmdlet => cmdlet.OutputTypes)
        .Where(type => type.StartsWith("RedisPS.", StringComparison.Ordinal))
        .Concat(["RedisPS.Core.Values.SortedSetMember", "RedisPS.Core.Values.StreamEntry", "RedisPS.Core.Values.VectorSetElement", "RedisPS.Core.Keyspace.KeyError"])
        .Distinct().Order());

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Every_output_type_has_a_view(string type) =>
        Assert.Contains(type, s_views.Descendants("TypeName").Select(name => name.Value));

    [Fact]
    public void Views_name_properties_that_exist()
    {
        foreach (XElement view in s_views.Descendants("View"))
        {
            foreach (string typeName in view.Descendants("TypeName").Select(name => name.Value))
            {
                Type? type = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(typeName)).FirstOrDefault(found => found is not null);
                Assert.True(type is not null, $"There is no type {typeName}.");
                Assert.All(view.Descendants("PropertyName"), property => Assert.True(type.GetProperty(property.Value) is not null, $"{typeName} has no {property.Value}."));
            }
        }
    }

    [Fact]
    public void Views_hold_no_script() => Assert.Empty(s_views.Descendants("ScriptBlock"));
}

using System.Xml.Linq;
using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>Every type that a cmdlet returns has a view, and views name properties that exist.</summary>
public sealed class ViewTests
{
    private static readonly Dictionary<string, XElement> s_files = Directory
        .GetFiles(SourceTree.Path("src", "RedisPS"), "*.format.ps1xml", SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"))
        .ToDictionary(path => Path.GetRelativePath(SourceTree.Path("src", "RedisPS"), path), path => XDocument.Load(path).Root!);

    private static readonly XElement s_views = new("Views", s_files.Values);

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
    public void Each_area_has_its_own_file_and_the_manifest_names_them_all()
    {
        string[] areas = s_files.Keys.Select(path => Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(areas.Select(area => Path.Combine(area, $"{area}.format.ps1xml")), s_files.Keys.Order(StringComparer.Ordinal));
        string manifest = File.ReadAllText(SourceTree.Path("RedisPS.psd1"));
        Assert.Contains($"FormatsToProcess     = @({string.Join(", ", areas.Select(area => $"'{area}.format.ps1xml'"))})", manifest, StringComparison.Ordinal);
        Assert.All(s_files, file => Assert.All(file.Value.Descendants("TypeName"), type =>
            Assert.Equal(Path.GetDirectoryName(file.Key), type.Value == "RedisPS.Client.RedisKey" ? "Keyspace" : type.Value.Split('.')[^2])));
    }

    // PowerShell gives the last column that begins within the line whatever is left, down to one letter a line, and leaves out those behind it.
    [Fact]
    public void At_80_columns_a_column_has_its_place_or_is_left_out()
    {
        const int Line = 80;
        const int Readable = 8;
        foreach (XElement view in s_views.Descendants("View").Where(view => view.Descendants("TableColumnHeader").Any()))
        {
            int left = Line;
            foreach (XElement header in view.Descendants("TableColumnHeader"))
            {
                int wanted = (int?)header.Element("Width") ?? Readable;
                Assert.True(left >= Math.Min(wanted, Readable) || left <= 0, $"{view.Element("Name")!.Value}: {header.Element("Label")?.Value} gets {left} of {wanted} columns.");
                left -= wanted + 1;
            }
        }
    }

    [Fact]
    public void Views_hold_no_script() => Assert.Empty(s_views.Descendants("ScriptBlock"));
}

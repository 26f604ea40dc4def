using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>The help file that Get-Help reads says what the pages say.</summary>
public sealed partial class MamlTests
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly Lazy<Dictionary<string, XElement>> s_commands = new(() =>
        XDocument.Load(SourceTree.Path("src", "RedisPS", "en-US", "RedisPS.dll-Help.xml")).Root!
            .Elements(s_command + "command")
            .ToDictionary(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value));

    public static TheoryData<string> Names => HelpPageTests.Names;

    public static TheoryData<string> Topics => new(Directory.GetFiles(SourceTree.Path("docs"), "about_*.md").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void The_help_has_the_commands_that_the_code_has() =>
        Assert.Equal(CodeCmdlet.All.Keys.Order(), s_commands.Value.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_help_says_what_the_page_says(string name)
    {
        XElement command = s_commands.Value[name];
        HelpPage page = HelpPage.All[name];

        Assert.Equal(Plain(page.Sections["SYNOPSIS"]), Plain(command.Element(s_command + "details")!.Element(s_maml + "description")!.Value));
        Assert.Equal(Plain(page.Sections["DESCRIPTION"]), Plain(command.Element(s_maml + "description")!.Value));
        Assert.Equal(Plain(page.Sections["NOTES"]), Plain(command.Element(s_maml + "alertSet")!.Value));
        Assert.Equal(page.Examples.Count, command.Element(s_command + "examples")!.Elements(s_command + "example").Count());
        Assert.Equal(page.SyntaxSets.Count, command.Element(s_command + "syntax")!.Elements(s_command + "syntaxItem").Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_help_describes_the_parameters_as_the_page_does(string name)
    {
        Dictionary<string, string> help = s_commands.Value[name].Element(s_command + "parameters")!.Elements(s_command + "parameter")
            .ToDictionary(parameter => parameter.Element(s_maml + "name")!.Value, parameter => Plain(parameter.Element(s_maml + "description")!.Value));

        Assert.Equal(HelpPage.All[name].Parameters.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => (item.Key, Plain(item.Value.Description))),
            help.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => (item.Key, item.Value)));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void An_about_topic_is_the_same_in_the_module_as_in_the_docs(string topic)
    {
        string path = SourceTree.Path("src", "RedisPS", "en-US", topic + ".help.txt");

        Assert.True(File.Exists(path), $"{topic} is not in the module: ./build.sh docs");
        Assert.Equal(Words(File.ReadAllText(SourceTree.Path("docs", topic + ".md"))), Words(File.ReadAllText(path)));
    }

    // The text files have the words of the pages without the marks; wrapping differs.
    private static IEnumerable<string> Words(string text) =>
        Word().Matches(LinkTarget().Replace(string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("```", StringComparison.Ordinal))), "]")).Select(word => word.Value);

    private static string Plain(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("[A-Za-z0-9_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\([^)]+\.md\)")]
    private static partial Regex LinkTarget();
}

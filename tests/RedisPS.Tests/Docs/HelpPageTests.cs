using System.Text.RegularExpressions;
using Xunit;

namespace RedisPS.Tests.Docs;

/// <summary>Pages and code say the same.</summary>
public sealed partial class HelpPageTests
{
    public static TheoryData<string> Names => new(HelpPage.All.Keys.Union(CodeCmdlet.All.Keys).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet(string name)
    {
        Assert.Contains(name, CodeCmdlet.All.Keys);
        Assert.Contains(name, HelpPage.All.Keys);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_names_the_parameters_that_the_code_has(string name)
    {
        CodeCmdlet code = CodeCmdlet.All[name];
        string[] common = code.SupportsShouldProcess ? ["Confirm", "WhatIf"] : [];

        Assert.Equal(code.Parameters.Keys.Union(common).Order(), HelpPage.All[name].Parameters.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_describes_each_parameter_as_the_code_declares_it(string name)
    {
        HelpPage page = HelpPage.All[name];
        foreach (CodeParameter code in CodeCmdlet.All[name].Parameters.Values)
        {
            PageParameter described = page.Parameters[code.Name];
            Assert.True(described.Description.Length > 10, $"{name} -{code.Name} is not described.");
            Assert.Equal((code.Name, PlainType(code.TypeName)), (code.Name, PlainType(described.TypeName)));
            Assert.Equal((code.Name, string.Join(',', code.Aliases)), (code.Name, string.Join(',', described.Aliases)));
            Assert.Equal((code.Name, code.SupportsWildcards), (code.Name, described.SupportsWildcards));
            Assert.Equal(Lines(code.Name, code.Sets), Lines(code.Name, described.Sets));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_shows_the_syntax_of_every_parameter_set(string name)
    {
        HelpPage page = HelpPage.All[name];

        Assert.Equal(CodeCmdlet.All[name].SetNames.Order(), page.SyntaxSets.Order());
        foreach (CodeParameter parameter in CodeCmdlet.All[name].Parameters.Values)
        {
            Assert.Contains($"-{parameter.Name}", page.Sections["SYNTAX"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_complete(string name)
    {
        HelpPage page = HelpPage.All[name];

        Assert.Equal(
            ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"],
            page.Sections.Keys);
        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        Assert.Contains("PlatyPS schema version: 2024-05-01", page.Text, StringComparison.Ordinal);
        Assert.All(page.Sections, section => Assert.NotEmpty(section.Value));
        Assert.True(page.Examples.Count >= 3, "A page has at least three examples.");
        Assert.All(page.Examples, example => Assert.Contains($"{name}", page.Sections["EXAMPLES"], StringComparison.Ordinal));
        Assert.All(page.Examples, example => Assert.Contains("```powershell", example.Value, StringComparison.Ordinal));
        foreach (string topic in new[] { "Redis command:", "Minimum version:", "ACL rights:", "Errors:", "redis-cli equivalent:" })
        {
            Assert.Contains(topic, page.Sections["NOTES"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_says_what_the_cmdlet_returns(string name)
    {
        HelpPage page = HelpPage.All[name];
        string[] described = HelpPage.Split(page.Sections["OUTPUTS"], "### ").Keys.Select(type => type.Split('.')[^1].TrimEnd('[', ']')).Order().ToArray();

        string[] declared = CodeCmdlet.All[name].OutputTypes.Select(type => type == "System.Void" ? "None" : type.Split('.')[^1].TrimEnd('[', ']')).Distinct().Order().ToArray();
        Assert.Equal(declared, described);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_ids_of_a_page_are_those_of_the_code(string name)
    {
        string errors = ErrorsParagraph().Match(HelpPage.All[name].Sections["NOTES"]).Value;
        string[] ids = ErrorId().Matches(errors).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains($"\"{id}\"", s_code.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_links_of_a_page_lead_somewhere(string name)
    {
        MatchCollection links = Link().Matches(HelpPage.All[name].Text);

        Assert.NotEmpty(links);
        Assert.All(
            links.Select(link => link.Groups[1].Value).Where(target => !target.StartsWith("https://", StringComparison.Ordinal)),
            target => Assert.True(File.Exists(SourceTree.Path("docs", target)), $"{name} links to {target}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_examples_of_a_page_use_parameters_that_exist(string name)
    {
        foreach (string line in HelpPage.All[name].Examples.Values.SelectMany(Code).SelectMany(code => code.Split('|', ';', '(', ')', '{', '}')))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || !CodeCmdlet.All.TryGetValue(words[0], out CodeCmdlet? cmdlet))
            {
                continue;
            }

            foreach (Match parameter in ParameterInLine().Matches(StringLiteral().Replace(line, "''")))
            {
                string used = parameter.Groups[1].Value;
                Assert.True(
                    cmdlet.Parameters.ContainsKey(used) || s_common.Contains(used) || (cmdlet.SupportsShouldProcess && used is "WhatIf" or "Confirm"),
                    $"{name}: {cmdlet.Name} has no -{used}: {line}");
            }
        }
    }

    private static readonly HashSet<string> s_common = ["ErrorAction", "ErrorVariable", "Verbose", "OutVariable", "WarningAction", "PipelineVariable"];

    private static readonly Lazy<string> s_code = new(() =>
        string.Concat(Directory.GetFiles(SourceTree.Path("src", "RedisPS"), "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)));

    private static IEnumerable<string> Code(string example) =>
        Fence().Matches(example).SelectMany(match => match.Groups[1].Value.Split('\n'));

    private static IEnumerable<string> Lines(string parameter, IReadOnlyDictionary<string, ParameterUse> sets) =>
        sets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => $"-{parameter} {set.Key}: {set.Value}");

    private static string PlainType(string name)
    {
        Match nullable = NullableType().Match(name);
        return nullable.Success ? nullable.Groups[1].Value : name;
    }

    [GeneratedRegex(@"^System\.Nullable`1\[+([^\],]+).*$")]
    private static partial Regex NullableType();

    [GeneratedRegex(@"Errors:[^\n]*")]
    private static partial Regex ErrorsParagraph();

    [GeneratedRegex(@"(?:^Errors: |\. )([A-Z][A-Za-z]+), when")]
    private static partial Regex ErrorId();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<=\s)-([A-Za-z]+)")]
    private static partial Regex ParameterInLine();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex StringLiteral();
}

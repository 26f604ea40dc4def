namespace RedisPS.Tests.Docs;

/// <summary>A parameter as a page describes it.</summary>
internal sealed class PageParameter
{
    public PageParameter(string text)
    {
        string[] parts = text.Split("```yaml\n", 2);
        Description = parts[0].Trim();
        string[] yaml = parts.Length < 2 ? [] : parts[1].Split("```")[0].Split('\n');
        TypeName = Value(yaml, "Type:") ?? "";
        SupportsWildcards = Value(yaml, "SupportsWildcards:") == "true";
        Aliases = yaml.SkipWhile(line => !line.StartsWith("Aliases:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim()).Order(StringComparer.Ordinal).ToArray();
        Sets = ReadSets(yaml);
    }

    public string Description { get; }

    public string TypeName { get; }

    public bool SupportsWildcards { get; }

    public string[] Aliases { get; }

    public IReadOnlyDictionary<string, ParameterUse> Sets { get; }

    private static string? Value(IEnumerable<string> lines, string name) =>
        lines.Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim().Trim('\'');

    private static Dictionary<string, ParameterUse> ReadSets(string[] yaml)
    {
        Dictionary<string, ParameterUse> sets = [];
        for (int i = 0; i < yaml.Length; i++)
        {
            if (!yaml[i].StartsWith("- Name:", StringComparison.Ordinal))
            {
                continue;
            }

            string[] body = yaml.Skip(i + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).ToArray();
            sets[yaml[i]["- Name:".Length..].Trim()] = new ParameterUse(
                Value(body, "Position:") ?? "",
                Value(body, "IsRequired:") == "true",
                Value(body, "ValueFromPipeline:") == "true",
                Value(body, "ValueFromPipelineByPropertyName:") == "true");
        }

        return sets;
    }
}

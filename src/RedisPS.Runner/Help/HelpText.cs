using System.Text;

namespace RedisPS.Runner.Help;

/// <summary>A page as plain text for a terminal.</summary>
internal static class HelpText
{
    private static readonly string[] s_sections = ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "PARAMETERS", "EXAMPLES", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    internal static string Render(HelpPage page, HelpDetail detail)
    {
        StringBuilder text = new();
        if (page.Name.StartsWith("about_", StringComparison.OrdinalIgnoreCase) || page.Section("SYNOPSIS").Length == 0)
        {
            foreach ((int level, string title, string body) in page.Sections)
            {
                Heading(text, level <= 2 ? title.ToUpperInvariant() : title);
                Body(text, body, level <= 1 ? 0 : 4);
            }

            return text.ToString();
        }

        Heading(text, "NAME");
        Body(text, page.Name, 4);
        foreach (string section in s_sections)
        {
            if (!IsShown(section, detail))
            {
                continue;
            }

            List<(string Title, string Text)> under = [.. page.Under(section)];
            string own = page.Section(section);
            if (own.Trim().Length == 0 && under.Count == 0)
            {
                continue;
            }

            Heading(text, section);
            Body(text, own, 4);
            foreach ((string title, string body) in under)
            {
                if (section != "SYNTAX" || !title.StartsWith("__", StringComparison.Ordinal))
                {
                    text.Append("    ").AppendLine(Plain(title));
                }

                Body(text, body, 8);
            }
        }

        return text.ToString();
    }

    private static bool IsShown(string section, HelpDetail detail) => detail switch
    {
        HelpDetail.Full => true,
        HelpDetail.Examples => section is "SYNOPSIS" or "EXAMPLES",
        _ => section is "SYNOPSIS" or "SYNTAX" or "DESCRIPTION" or "RELATED LINKS",
    };

    private static void Heading(StringBuilder text, string title)
    {
        if (title.Length > 0)
        {
            text.AppendLine(Plain(title));
        }
    }

    private static void Body(StringBuilder text, string body, int indent)
    {
        if (body.Trim().Length == 0)
        {
            return;
        }

        bool inCode = false;
        bool blank = false;
        foreach (string line in body.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                // The yaml blocks of parameters read well as they are; the fences do not.
                inCode = !inCode;
                continue;
            }

            string shown = inCode ? line : Plain(line);
            if (shown.Trim().Length == 0)
            {
                blank = true;
                continue;
            }

            if (blank)
            {
                text.AppendLine();
                blank = false;
            }

            text.Append(' ', indent).AppendLine(shown);
        }

        text.AppendLine();
    }

    // Links become their text, emphasis and code marks go.
    private static string Plain(string line)
    {
        if (line.IndexOfAny(['[', '`', '*', '\\']) < 0)
        {
            return line;
        }

        StringBuilder text = new();
        bool inCode = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '`')
            {
                inCode = !inCode;
            }
            else if (inCode)
            {
                text.Append(c);
            }
            else if (c == '\\' && i + 1 < line.Length && char.IsPunctuation(line[i + 1]))
            {
                text.Append(line[++i]);
            }
            else if (c == '*' && i + 1 < line.Length && line[i + 1] == '*')
            {
                i++;
            }
            else if (c == '[' && line.IndexOf("](", i, StringComparison.Ordinal) is var middle and > 0 && line.IndexOf(')', middle) is var end and > 0)
            {
                text.Append(line, i + 1, middle - i - 1);
                i = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}

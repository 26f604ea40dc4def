namespace RedisPS.Runner.Formatting;

/// <summary>Text with values in it.</summary>
internal sealed class CustomLayout : Layout
{
    internal required IReadOnlyList<FormatNode> Nodes { get; init; }

    internal List<string> Lines(object target)
    {
        List<string> lines = [];
        System.Text.StringBuilder line = new();
        Write(Nodes, target, 0, lines, line);
        if (line.Length > 0)
        {
            lines.Add(line.ToString());
        }

        return lines;
    }

    private static void Write(IReadOnlyList<FormatNode> nodes, object target, int indent, List<string> lines, System.Text.StringBuilder line)
    {
        foreach (FormatNode node in nodes)
        {
            switch (node.Name)
            {
                case "Text":
                    Append(line, indent, node.Text);
                    break;
                case "NewLine":
                    lines.Add(line.ToString());
                    line.Clear();
                    break;
                case "ExpressionBinding":
                    string[] parts = ViewReader.ItemOf(node).ValueOf(target).Split('\n');
                    for (int i = 0; i < parts.Length; i++)
                    {
                        if (i > 0)
                        {
                            lines.Add(line.ToString());
                            line.Clear();
                        }

                        Append(line, indent, parts[i].TrimEnd('\r'));
                    }

                    break;
                case "Frame":
                    if (line.Length > 0)
                    {
                        lines.Add(line.ToString());
                        line.Clear();
                    }

                    _ = int.TryParse(node.Child("LeftIndent")?.Text, out int more);
                    Write(node.Child("CustomItem")?.Children ?? [], target, indent + more, lines, line);
                    if (line.Length > 0)
                    {
                        lines.Add(line.ToString());
                        line.Clear();
                    }

                    break;
            }
        }
    }

    private static void Append(System.Text.StringBuilder line, int indent, string text)
    {
        if (line.Length == 0)
        {
            line.Append(' ', indent);
        }

        line.Append(text);
    }
}

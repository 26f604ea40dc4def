using System.Xml;

namespace RedisPS.Runner.Formatting;

/// <summary>An element of a format file. Lighter than a document model, which would cost at start-up.</summary>
internal sealed class FormatNode(string name)
{
    internal string Name { get; } = name;

    internal string Text { get; private set; } = string.Empty;

    internal List<FormatNode> Children { get; } = [];

    internal static FormatNode Read(Stream stream)
    {
        using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { IgnoreComments = true, DtdProcessing = DtdProcessing.Prohibit });
        reader.MoveToContent();
        return ReadElement(reader);
    }

    internal FormatNode? Child(string name)
    {
        foreach (FormatNode child in Children)
        {
            if (child.Name == name)
            {
                return child;
            }
        }

        return null;
    }

    internal FormatNode? Path(params ReadOnlySpan<string> names)
    {
        FormatNode? node = this;
        foreach (string name in names)
        {
            node = node?.Child(name);
        }

        return node;
    }

    private static FormatNode ReadElement(XmlReader reader)
    {
        FormatNode node = new(reader.LocalName);
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return node;
        }

        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    node.Children.Add(ReadElement(reader));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    node.Text += reader.Value;
                    reader.Read();
                    break;
                case XmlNodeType.Whitespace when node.Name == "Text":
                    node.Text += reader.Value;
                    reader.Read();
                    break;
                default:
                    if (!reader.Read())
                    {
                        return node;
                    }

                    break;
            }
        }

        reader.Read();
        return node;
    }
}

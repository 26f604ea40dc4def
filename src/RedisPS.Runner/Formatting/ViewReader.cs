using System.Globalization;

namespace RedisPS.Runner.Formatting;

/// <summary>Turns a view of a format file into a layout.</summary>
internal static class ViewReader
{
    internal static Layout? Read(FormatNode view, IReadOnlyList<string> typeNames)
    {
        FormatNode? group = view.Child("GroupBy");
        FormatItem? groupBy = group is null ? null : ItemOf(group);
        string? groupLabel = group?.Child("Label")?.Text;
        if (view.Child("TableControl") is { } table)
        {
            return new TableLayout
            {
                TypeNames = typeNames,
                GroupBy = groupBy,
                GroupLabel = groupLabel,
                AutoSize = table.Child("AutoSize") is not null,
                HideHeaders = table.Child("HideTableHeaders") is not null,
                Wrap = table.Path("TableRowEntries", "TableRowEntry", "Wrap") is not null,
                Columns = ReadColumns(table),
            };
        }

        if (view.Child("ListControl") is { } list)
        {
            return new ListLayout { TypeNames = typeNames, GroupBy = groupBy, GroupLabel = groupLabel, Fields = ReadFields(list) };
        }

        return view.Path("CustomControl", "CustomEntries", "CustomEntry", "CustomItem") is { } item
            ? new CustomLayout { TypeNames = typeNames, GroupBy = groupBy, GroupLabel = groupLabel, Nodes = item.Children }
            : null;
    }

    internal static FormatItem ItemOf(FormatNode node)
    {
        if (node.Child("ScriptBlock") is not null)
        {
            throw new InvalidDataException("A view holds a script block, which only PowerShell can run.");
        }

        return new FormatItem(node.Child("PropertyName")?.Text.Trim(), node.Child("Text")?.Text, node.Child("FormatString")?.Text, AlignmentOf(node));
    }

    private static List<TableColumn> ReadColumns(FormatNode table)
    {
        List<FormatNode> headers = table.Child("TableHeaders")?.Children ?? [];
        List<FormatNode> items = table.Path("TableRowEntries", "TableRowEntry", "TableColumnItems")?.Children ?? [];
        List<TableColumn> columns = [];
        for (int i = 0; i < items.Count; i++)
        {
            FormatItem item = ItemOf(items[i]);
            FormatNode? header = i < headers.Count ? headers[i] : null;
            TextAlignment alignment = header is null ? TextAlignment.Undefined : AlignmentOf(header);
            _ = int.TryParse(header?.Child("Width")?.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int width);
            columns.Add(new TableColumn(
                header?.Child("Label")?.Text ?? item.Property ?? item.Text ?? string.Empty,
                width,
                alignment == TextAlignment.Undefined ? item.Alignment : alignment,
                item));
        }

        return columns;
    }

    private static List<ListField> ReadFields(FormatNode list)
    {
        List<ListField> fields = [];
        foreach (FormatNode node in list.Path("ListEntries", "ListEntry", "ListItems")?.Children ?? [])
        {
            FormatItem item = ItemOf(node);
            fields.Add(new ListField(node.Child("Label")?.Text ?? item.Property ?? item.Text ?? string.Empty, item));
        }

        return fields;
    }

    private static TextAlignment AlignmentOf(FormatNode node) => node.Child("Alignment")?.Text.Trim().ToUpperInvariant() switch
    {
        "LEFT" => TextAlignment.Left,
        "CENTER" => TextAlignment.Center,
        "RIGHT" => TextAlignment.Right,
        _ => TextAlignment.Undefined,
    };
}

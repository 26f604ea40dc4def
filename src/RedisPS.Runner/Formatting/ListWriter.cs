namespace RedisPS.Runner.Formatting;

/// <summary>Writes an object as label : value lines.</summary>
internal static class ListWriter
{
    private const string Separator = " : ";

    internal static void Write(TextWriter output, IReadOnlyList<ListField> fields, object target, int screen)
    {
        if (fields.Count == 0 || screen - Separator.Length - 2 < 0)
        {
            return;
        }

        int labelWidth = 0;
        foreach (ListField field in fields)
        {
            labelWidth = Math.Max(labelWidth, DisplayCells.Length(field.Label));
        }

        labelWidth = Math.Min(labelWidth, screen - Separator.Length - 1);
        int room = screen - labelWidth - Separator.Length;
        string indent = new(' ', labelWidth + Separator.Length);
        foreach (ListField field in fields)
        {
            string label = DisplayCells.Fit(field.Label, labelWidth) + Separator;
            foreach (string line in DisplayCells.Wrap(field.Item.ValueOf(target), room))
            {
                output.Write(label);
                output.WriteLine(line);
                label = indent;
            }
        }
    }
}

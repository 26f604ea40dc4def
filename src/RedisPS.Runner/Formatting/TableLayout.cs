namespace RedisPS.Runner.Formatting;

/// <summary>Rows and columns.</summary>
internal sealed class TableLayout : Layout
{
    internal required IReadOnlyList<TableColumn> Columns { get; init; }

    internal bool AutoSize { get; init; }

    internal bool HideHeaders { get; init; }

    internal bool Wrap { get; init; }

    internal string[] Values(object target)
    {
        string[] values = new string[Columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Columns[i].Item.ValueOf(target);
        }

        return values;
    }
}

namespace RedisPS.Runner.Menu;

/// <summary>A key that does something here, and what it does.</summary>
internal readonly record struct KeyHint(string Key, string Name)
{
    public override string ToString() => $"{Key} {Name}";

    /// <summary>Hints from words such as "x limit", so that a screen writes them in one line each.</summary>
    internal static KeyHint[] List(params string[] hints) => [.. hints.Select(hint => hint.Split(' ', 2)).Select(parts => new KeyHint(parts[0], parts[1]))];

    /// <summary>The hints in as many rows as they need: none is cut, for a key that cannot be seen does not exist.</summary>
    internal static List<KeyHint[]> Rows(IEnumerable<KeyHint> hints, int width)
    {
        List<KeyHint[]> rows = [];
        List<KeyHint> row = [];
        int used = 0;
        foreach (KeyHint hint in hints)
        {
            int length = Formatting.DisplayCells.Length(hint.ToString());
            if (row.Count > 0 && used + Gap.Length + length > width)
            {
                rows.Add([.. row]);
                row.Clear();
                used = 0;
            }

            used += (row.Count > 0 ? Gap.Length : 0) + length;
            row.Add(hint);
        }

        if (row.Count > 0)
        {
            rows.Add([.. row]);
        }

        return rows;
    }

    /// <summary>What stands between two hints.</summary>
    internal const string Gap = "  ";
}

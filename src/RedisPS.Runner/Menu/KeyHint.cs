namespace RedisPS.Runner.Menu;

/// <summary>A key that does something here, and what it does.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">What it does.</param>
/// <param name="Needs">The cmdlet behind it, with the parameters that need rights of their own; empty when it needs none.</param>
/// <param name="Obstacle">Why it is of no use here; null when it is.</param>
internal readonly record struct KeyHint(string Key, string Name, string Needs = "", string? Obstacle = null)
{
    public override string ToString() => $"{Key} {Name}";

    /// <summary>Hints from words such as "x limit: Set-RedisMaxMemory", so that a screen writes them in one line each.</summary>
    internal static KeyHint[] List(params string[] hints) => [.. hints.Select(hint => hint.Split(": ")).Select(parts => new KeyHint(parts[0].Split(' ')[0], parts[0].Split(' ', 2)[1], parts.ElementAtOrDefault(1) ?? ""))];

    /// <summary>Whether a pressed key is this one.</summary>
    internal bool Is(ConsoleKeyInfo pressed) => Key == "Enter" ? pressed.Key == ConsoleKey.Enter : Key.Split('/').Any(name => name.Length == 1 && name[0] == pressed.KeyChar) || Key == "/" && pressed.KeyChar == '/';

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

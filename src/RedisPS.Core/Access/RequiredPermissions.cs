namespace RedisPS.Core.Access;

/// <summary>The rights that the cmdlets need: the one table of them, held by a test that runs each cmdlet with exactly these.</summary>
public static class RequiredPermissions
{
    private static readonly Lazy<IReadOnlyList<RequiredPermission>> s_all = new(Read);

    /// <summary>All rows.</summary>
    public static IReadOnlyList<RequiredPermission> All => s_all.Value;

    /// <summary>The row for what a server knows: without commands that it does not have.</summary>
    /// <param name="permission">A row.</param>
    /// <param name="commands">The server's commands.</param>
    public static RequiredPermission For(RequiredPermission permission, AclCommands commands) => Row(
        permission.Cmdlet, permission.Parameter, [.. commands.Known(permission.Commands)], [.. commands.Known(permission.OptionalCommands)], permission.KeyAccess);

    /// <summary>One rule for several cmdlets: what all of them need together.</summary>
    /// <param name="permissions">Their rows.</param>
    /// <param name="keyPattern">The keys; several patterns in the order given.</param>
    public static string Together(IEnumerable<RequiredPermission> permissions, params string[] keyPattern)
    {
        RequiredPermission[] rows = [.. permissions];
        string[] commands = [.. rows.SelectMany(row => row.Commands.Concat(row.OptionalCommands)).Distinct(StringComparer.Ordinal)];
        return Rule(commands, rows.Aggregate(AclKeyAccess.None, (access, row) => access | row.KeyAccess), keyPattern);
    }

    private static IReadOnlyList<RequiredPermission> Read()
    {
        using Stream stream = typeof(RequiredPermissions).Assembly.GetManifestResourceStream("Permissions.tsv")!;
        using StreamReader reader = new(stream);
        List<RequiredPermission> rows = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            // Cmdlet, parameter, keys, commands, optional commands.
            string[] cells = line.Split('\t');
            AclKeyAccess keys = (cells[2].Contains('R', StringComparison.Ordinal) ? AclKeyAccess.Read : 0) | (cells[2].Contains('W', StringComparison.Ordinal) ? AclKeyAccess.Write : 0);
            rows.Add(Row(cells[0], cells[1], Words(cells[3]), Words(cells.ElementAtOrDefault(4) ?? ""), keys));
        }

        return rows;
    }

    private static string[] Words(string cell) => [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0] is '+' or '-' ? word : "+" + word)];

    private static RequiredPermission Row(string cmdlet, string parameter, IReadOnlyList<string> commands, IReadOnlyList<string> optional, AclKeyAccess keys) => new()
    {
        Cmdlet = cmdlet,
        Parameter = parameter,
        Commands = commands,
        OptionalCommands = optional,
        KeyAccess = keys,
        Rule = Rule([.. commands, .. optional], keys, ["*"]),
    };

    private static string Rule(IReadOnlyList<string> commands, AclKeyAccess keys, IReadOnlyList<string> patterns) => string.Join(
        ' ',
        (keys == AclKeyAccess.None ? [] : patterns.Select(pattern => new AclKeyPattern(pattern, keys).ToString())).Concat(commands));
}

namespace RedisPS.Runner.Menu;

/// <summary>What Tab makes of the beginning of a path.</summary>
/// <param name="Text">The path, as far as it goes.</param>
/// <param name="Names">What it may become.</param>
internal sealed record PathCompletion(string Text, IReadOnlyList<string> Names)
{
    private const int MostNames = 200;

    internal static PathCompletion Of(string typed)
    {
        bool isHome = typed == "~" || typed.StartsWith("~/", StringComparison.Ordinal);
        string path = isHome ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + typed[1..] : typed;
        int cut = path.LastIndexOf('/') + 1;
        if (OperatingSystem.IsWindows())
        {
            cut = Math.Max(cut, path.LastIndexOf('\\') + 1);
        }

        string folder = path[..cut];
        string start = path[cut..];
        string[] names = Entries(folder.Length == 0 ? "." : folder, start);
        return names.Length == 0 ? new PathCompletion(typed, []) : new PathCompletion(folder + Common(names), names.Length == 1 ? [] : names);
    }

    private static string[] Entries(string folder, string start)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => entry.Name.StartsWith(start, StringComparison.Ordinal) && (start.Length > 0 || !entry.Name.StartsWith('.')))
                .Take(MostNames)
                .Select(entry => entry is DirectoryInfo ? entry.Name + Path.DirectorySeparatorChar : entry.Name)
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static string Common(string[] names)
    {
        int length = names[0].Length;
        foreach (string name in names)
        {
            int same = 0;
            while (same < length && same < name.Length && name[same] == names[0][same])
            {
                same++;
            }

            length = same;
        }

        return names[0][..length];
    }
}

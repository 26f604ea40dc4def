namespace RedisPS.Core.Hosts;

/// <summary>A program to run, with its arguments as they are: no shell reads them.</summary>
/// <param name="Program">A name on PATH, or a full path.</param>
/// <param name="Arguments">The arguments, one each.</param>
public sealed record HostCommand(string Program, params string[] Arguments)
{
    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What it reads from its standard input.</summary>
    public string? Input { get; init; }

    /// <summary>Variables it gets on top of this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether nothing changes when it runs, so that it is run to find out what would be done, too.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>The line that a person would type for it.</summary>
    public override string ToString()
    {
        IEnumerable<string> variables = Environment.Select(pair => $"{pair.Key}={Quote(pair.Value)}");
        return string.Join(' ', variables.Concat([Quote(Program), .. Arguments.Select(Quote)]));
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./:=@,+%".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

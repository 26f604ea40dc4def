using RedisPS.Core.Configuration;

namespace RedisPS.Core.Hosts;

/// <summary>A program to run, with its arguments as they are: no shell reads them.</summary>
/// <param name="Program">A name on PATH, or a full path.</param>
/// <param name="Arguments">The arguments, one each.</param>
public sealed record HostCommand(string Program, params string[] Arguments)
{
    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many characters of what it writes are kept at least: the last ones.</summary>
    public int MostOutput { get; init; } = OutputTail.Usual;

    /// <summary>What it reads from its standard input.</summary>
    public string? Input { get; init; }

    /// <summary>Variables it gets on top of this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether nothing changes when it runs, so that it is run to find out what would be done, too.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>The line that a person would type for it, without the secrets in it.</summary>
    public override string ToString()
    {
        IEnumerable<string> variables = Environment.Select(pair => $"{pair.Key}={Quote(pair.Value)}");
        return string.Join(' ', variables.Concat([Quote(Program), .. Arguments.Select((_, i) => Quote(Shown(i)))]));
    }

    // A setting that is a secret stands before its value; the passwords of ACL users begin with >.
    private string Shown(int index) =>
        index > 0 && Arguments[index - 1].StartsWith("--", StringComparison.Ordinal) && ConfigCatalogue.IsSensitive(Arguments[index - 1][2..]) ? "***"
        : Arguments[index].Length > 1 && Arguments[index][0] == '>' ? ">***"
        : Arguments[index];

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./:=@,+%".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

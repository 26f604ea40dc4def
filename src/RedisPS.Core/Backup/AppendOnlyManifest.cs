using System.Globalization;
using System.Text;

namespace RedisPS.Core.Backup;

/// <summary>The list of files that an append-only file consists of from Redis 7.0 on: one base, and what was appended since.</summary>
internal sealed class AppendOnlyManifest
{
    private const char HistoryType = 'h';

    private AppendOnlyManifest(IReadOnlyList<string> names, IReadOnlyList<string> lines)
    {
        Names = names;
        Text = string.Join('\n', lines) + "\n";
    }

    /// <summary>The files in the order in which they are loaded: the base, then the increments.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The list without what a rewrite has replaced and will remove.</summary>
    public string Text { get; }

    // file appendonly.aof.1.base.rdb seq 1 type b
    public static AppendOnlyManifest Parse(byte[] bytes, string path)
    {
        List<(char Type, long Sequence, string Name, string Line)> files = [];
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string? Value(string name) => Array.IndexOf(words, name) is >= 0 and int at && at + 1 < words.Length ? words[at + 1] : null;
            if (Value("file") is not { } file || Value("type") is not { Length: 1 } type || !long.TryParse(Value("seq"), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
                || file.AsSpan().IndexOfAny('/', '\\', '"') >= 0)
            {
                throw new BackupException(BackupFailure.AppendOnlyFailed, $"{path} has a line that is not understood: {line}", "Back up without -IncludeAppendOnly: the RDB holds all the data.");
            }

            if (type[0] != HistoryType) { files.Add((type[0], sequence, file, line)); }
        }

        (char Type, long Sequence, string Name, string Line)[] ordered = [.. files.OrderBy(file => file.Type == 'b' ? 0 : 1).ThenBy(file => file.Sequence)];
        return new AppendOnlyManifest([.. ordered.Select(file => file.Name)], [.. ordered.Select(file => file.Line)]);
    }
}

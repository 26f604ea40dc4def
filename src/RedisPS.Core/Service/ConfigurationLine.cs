using System.Text;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Writes lines of a configuration file so that the server reads back what was meant.</summary>
public static class ConfigurationLine
{
    // What takes several words: their spaces separate, those of all other values belong to the value.
    private static readonly HashSet<string> s_severalWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "save", "user", "rename-command", "bind", "client-output-buffer-limit", "oom-score-adj-values", "loadmodule", "replicaof", "slaveof",
        "bind-source-addr", "cluster-announce-tls-port", "sentinel", "tls-protocols-list",
    };

    /// <summary>A line of a name and a value.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">Its value; for settings of several words as the file has it.</param>
    /// <exception cref="HostException">A line break in it would make two settings of it.</exception>
    public static string Format(string name, string value)
    {
        if (name.AsSpan().IndexOfAny('\r', '\n', ' ') >= 0 || value.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new HostException(HostFailure.SettingRefused, $"The setting '{name.ReplaceLineEndings(" ")}' has a line break or a space where none can be.");
        }

        return $"{name} {(value.Length > 0 && (s_severalWords.Contains(name) || IsPlain(value)) ? value : Quote(value))}";
    }

    /// <summary>The words of a line, without quotes and escapes; none for a comment or an empty line.</summary>
    public static IReadOnlyList<string> Parse(string line)
    {
        List<string> words = [];
        int i = 0;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i]))
            {
                i++;
            }

            if (i == line.Length || (words.Count == 0 && line[i] == '#'))
            {
                return words;
            }

            words.Add(Word(line, ref i));
        }
    }

    private static string Word(string line, ref int i)
    {
        StringBuilder word = new();
        char quote = '\0';
        for (; i < line.Length; i++)
        {
            char c = line[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                break;
            }

            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'' && word.Length == 0)
            {
                quote = c;
            }
            else if (quote != '\0' && c == '\\' && i + 1 < line.Length)
            {
                word.Append(line[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', char other => other });
            }
            else
            {
                word.Append(c);
            }
        }

        return word.ToString();
    }

    private static bool IsPlain(string value) => value.All(c => c > ' ' && c is not ('"' or '\'' or '\\' or '#') && c < 127);

    private static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}

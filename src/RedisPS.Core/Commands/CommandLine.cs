using RedisPS.Client;

namespace RedisPS.Core.Commands;

/// <summary>Splits a line into a command and its arguments with redis-cli's quoting.</summary>
public static class CommandLine
{
    /// <summary>
    /// Splits a line. Double quotes know <c>\n \r \t \b \a \\ \"</c> and <c>\xHH</c> for any byte; single quotes know <c>\'</c> only;
    /// a closing quote must be followed by a blank or the end.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <returns>The words as bytes; none for an empty line.</returns>
    /// <exception cref="RedisConfigurationException">The quotes do not match.</exception>
    public static IReadOnlyList<byte[]> Split(string line)
    {
        List<byte[]> words = [];
        int at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                return words;
            }

            words.Add(Word(line, ref at));
        }
    }

    private static byte[] Word(string line, ref int at)
    {
        ByteText word = new();
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            if (line[at] is '"' or '\'')
            {
                Quoted(line, ref at, word);
                if (at < line.Length && !char.IsWhiteSpace(line[at]))
                {
                    throw Unbalanced(at, "a closing quote must be followed by a blank");
                }
            }
            else
            {
                word.Add(line[at++]);
            }
        }

        return word.ToArray();
    }

    private static void Quoted(string line, ref int at, ByteText word)
    {
        int start = at;
        char quote = line[at++];
        while (at < line.Length && line[at] != quote)
        {
            if (line[at] != '\\' || at + 1 == line.Length)
            {
                word.Add(line[at++]);
            }
            else if (quote == '\'')
            {
                bool escaped = line[at + 1] == '\'';
                word.Add(escaped ? '\'' : '\\');
                at += escaped ? 2 : 1;
            }
            else if (line[at + 1] == 'x' && at + 3 < line.Length && char.IsAsciiHexDigit(line[at + 2]) && char.IsAsciiHexDigit(line[at + 3]))
            {
                word.AddByte(Convert.FromHexString(line.AsSpan(at + 2, 2))[0]);
                at += 4;
            }
            else
            {
                word.Add(line[at + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'a' => '\a', char other => other });
                at += 2;
            }
        }

        if (at == line.Length)
        {
            throw Unbalanced(start, "it is never closed");
        }

        at++;
    }

    private static RedisConfigurationException Unbalanced(int at, string why) =>
        new($"The quote at position {at + 1} of the command line does not match: {why}.");
}

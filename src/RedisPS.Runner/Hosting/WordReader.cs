using RedisPS.Runner.Language;

namespace RedisPS.Runner.Hosting;

/// <summary>
/// Makes a script of one command whose arguments are the words of the program's command line. Each word is one argument as it
/// stands: the shell has dealt with quotes, so commas, $ and | in a word mean nothing any more.
/// </summary>
internal static class WordReader
{
    internal static Script Read(IReadOnlyList<string> words)
    {
        SourceText source = new(string.Join(' ', words));
        List<CommandArgument> arguments = [];
        int offset = words[0].Length + 1;
        bool parametersEnded = false;
        foreach (string word in words.Skip(1))
        {
            if (word == "--" && !parametersEnded)
            {
                parametersEnded = true;
            }
            else if (!parametersEnded && word.Length > 1 && Words.IsDash(word[0]) && Words.IsIdentifierStart(word[1]))
            {
                arguments.Add(Parameter(offset, word));
            }
            else
            {
                arguments.Add(new CommandArgument(offset, null, Value(offset, word)));
            }

            offset += word.Length + 1;
        }

        PipelineElement element = new(0, words[0], arguments, null);
        return new Script(source, [new Pipeline(0, source.Length, [element], null)]);
    }

    private static CommandArgument Parameter(int offset, string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new CommandArgument(offset, word[1..], null)
            : new CommandArgument(offset, word[1..colon], Value(offset + colon + 1, word[(colon + 1)..], isAttached: true));
    }

    // -Confirm:$false reaches the program as it stands when the shell was told so, and as -Confirm:false when typed the other way.
    private static ConstantExpression Value(int offset, string word, bool isAttached = false) => new(offset, word.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        "$null" => null,
        "true" when isAttached => true,
        "false" when isAttached => false,
        _ => word,
    });
}

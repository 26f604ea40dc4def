using System.Text;

namespace RedisPS.Client;

/// <summary>A command: its name and an argument vector. Its text leaves secrets out.</summary>
public sealed class RedisCommand
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">The name. A subcommand is the first argument.</param>
    /// <param name="arguments">The arguments.</param>
    public RedisCommand(string name, params RedisArgument[] arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(arguments);
        Name = name;
        Arguments = arguments;
    }

    /// <summary>The name, as it was given.</summary>
    public string Name { get; }

    /// <summary>The arguments.</summary>
    public IReadOnlyList<RedisArgument> Arguments { get; }

    /// <summary>How long the server may stay silent while this command is waited for; null: the client's OperationTimeout; zero or less: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether this is known to change nothing, so that it may be sent again when its reply was lost.</summary>
    public bool IsReadOnly => CommandTable.IsReadOnly(Name, SubcommandText()) && !EmptiesLog;

    /// <summary>The command as a line, secrets replaced by three stars, long arguments cut.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        const int MostArguments = 20;
        const int MostBytes = 100;
        StringBuilder builder = new(Name);
        for (int i = 0; i < Arguments.Count; i++)
        {
            if (i == MostArguments)
            {
                _ = builder.Append(" ... (").Append(Arguments.Count - i).Append(" more)");
                break;
            }

            _ = builder.Append(' ');
            if (CommandSecrets.IsSecret(this, i))
            {
                _ = builder.Append("***");
                continue;
            }

            ReadOnlySpan<byte> bytes = Arguments[i].Bytes.Span;
            RedisKey shown = RedisKey.FromSpan(bytes[..Math.Min(bytes.Length, MostBytes)]);
            bool quoted = bytes.IsEmpty || shown.IsBinary || bytes.IndexOfAny((byte)' ', (byte)'"', (byte)'\'') >= 0;
            _ = quoted ? builder.Append('"').Append(RedisKey.Escape(shown.Span)).Append('"') : builder.Append(shown.ToString());
            if (bytes.Length > MostBytes) { _ = builder.Append("..."); }
        }

        return builder.ToString();
    }

    /// <summary>A text without this command's secrets: servers repeat arguments in some errors.</summary>
    internal string Redact(string text)
    {
        for (int i = 0; i < Arguments.Count; i++)
        {
            if (!CommandSecrets.IsSecret(this, i) || Arguments[i].Bytes.IsEmpty) { continue; }
            text = text.Replace(Encoding.UTF8.GetString(Arguments[i].Bytes.Span), "***", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>An argument as text; empty when there is none.</summary>
    internal string ArgumentText(int index) => index < Arguments.Count ? Encoding.UTF8.GetString(Arguments[index].Bytes.Span) : "";

    // ACL LOG reads; the same with RESET does not.
    private bool EmptiesLog => Arguments.Count > 1 && Name.Equals("ACL", StringComparison.OrdinalIgnoreCase) && ArgumentText(1).Equals("RESET", StringComparison.OrdinalIgnoreCase);

    private string? SubcommandText() => Arguments.Count > 0 && Arguments[0].Bytes.Length <= 32 ? ArgumentText(0) : null;
}

using System.Text;

namespace RedisPS.Client;

/// <summary>The server answered a command with an error.</summary>
public sealed class RedisServerException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">The first word of the error: ERR, NOPERM, WRONGTYPE, ...</param>
    /// <param name="message">The server's whole text; what a terminal would obey in it is escaped.</param>
    /// <param name="command">The command, without its secrets; null when it is not known.</param>
    public RedisServerException(string code, string message, string? command = null)
        : base(PrintableText.Of(message))
    {
        Code = PrintableText.Of(code);
        Command = command;
    }

    /// <summary>The first word of the error: ERR, NOPERM, WRONGTYPE, ...</summary>
    public string Code { get; }

    /// <summary>The command, without its secrets; null when it is not known.</summary>
    public string? Command { get; }

    /// <summary>The exception for an error reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="command">The command that was answered; its secrets are removed from the server's text.</param>
    /// <returns>The exception.</returns>
    public static RedisServerException FromReply(RespValue reply, RedisCommand? command = null)
    {
        ArgumentNullException.ThrowIfNull(reply);
        string text = reply.AsText() ?? "";
        return new RedisServerException(CodeOf(text), command is null ? text : command.Redact(text), command?.ToString());
    }

    /// <summary>The exception for an error read in place.</summary>
    /// <param name="bytes">The error's text.</param>
    /// <param name="command">The command, without its secrets.</param>
    /// <returns>The exception.</returns>
    public static RedisServerException FromReply(ReadOnlySpan<byte> bytes, string? command = null)
    {
        string text = Encoding.UTF8.GetString(bytes);
        return new RedisServerException(CodeOf(text), text, command);
    }

    /// <summary>The first word of an error's text.</summary>
    internal static string CodeOf(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? text : text[..space];
    }
}

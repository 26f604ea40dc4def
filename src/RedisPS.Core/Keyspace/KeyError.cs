using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>What went wrong with one key while the others went on.</summary>
/// <param name="Key">The key.</param>
/// <param name="Code">The first word of the server's error: NOPERM, WRONGTYPE, ...</param>
/// <param name="Message">The whole text.</param>
/// <param name="Command">The command that failed.</param>
public sealed record KeyError(RedisKey Key, string Code, string Message, string Command)
{
    /// <summary>Whether the same answer will come for every key: a million errors tell no more than one.</summary>
    internal bool IsHopeless => Code is "READONLY" or "NOAUTH" or "LOADING" or "MASTERDOWN" or "MISCONF" || RefusesCommand;

    /// <summary>Whether the command itself is not to be had, whatever the key: the user may not run it, or the server does not know it.</summary>
    internal bool RefusesCommand => (Code == "NOPERM" && Message.Contains("to run the", StringComparison.Ordinal))
        || Message.StartsWith("ERR unknown command", StringComparison.OrdinalIgnoreCase);

    /// <summary>Key and message.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Key}: {Message}";

    /// <summary>The same as an exception.</summary>
    /// <returns>The exception, with the server's code.</returns>
    public RedisServerException ToException() => new(Code, Message, Command);

    internal static KeyError FromReply(RedisKey key, ReadOnlySpan<byte> error, string command)
    {
        RedisServerException e = RedisServerException.FromReply(error, command);
        return new KeyError(key, e.Code, e.Message, command);
    }
}

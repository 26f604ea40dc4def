using System.Globalization;

namespace RedisPS.Client;

/// <summary>The server sent nothing for as long as the operation timeout. Whether a command was executed is not known.</summary>
public sealed class RedisTimeoutException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="command">The name of the command that was waited for.</param>
    /// <param name="elapsed">How long the wait was.</param>
    public RedisTimeoutException(RedisEndpoint endpoint, string command, TimeSpan elapsed)
        : base(string.Create(CultureInfo.InvariantCulture, $"{endpoint} sent nothing for {elapsed.TotalSeconds:0.###} s while {command} was waited for. Whether it was executed is not known."))
    {
        Endpoint = endpoint;
        Command = command;
        Elapsed = elapsed;
    }

    /// <summary>The server.</summary>
    public RedisEndpoint Endpoint { get; }

    /// <summary>The name of the command that was waited for.</summary>
    public string Command { get; }

    /// <summary>How long the wait was.</summary>
    public TimeSpan Elapsed { get; }
}

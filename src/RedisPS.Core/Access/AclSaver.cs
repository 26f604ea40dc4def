using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>Saves the users of a server to where it keeps them, and looks whether they are there.</summary>
public sealed class AclSaver
{
    private readonly RedisConnection _connection;
    private AclStorage? _storage;

    /// <summary>For a server.</summary>
    /// <param name="connection">The server.</param>
    public AclSaver(RedisConnection connection) => _connection = connection;

    /// <summary>The file that will be written; null when it is not known.</summary>
    public string? File => _storage?.File;

    /// <summary>Finds out where the users go. Redis commands: CONFIG GET, INFO server.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="AclException">It is known that the server cannot save them.</exception>
    public async Task PrepareAsync(CancellationToken stop)
    {
        _storage = await AclStorage.CheckAsync(_connection.Client, stop).ConfigureAwait(false);
        _storage.ThrowIfNowhere(_connection.Server);
    }

    /// <summary>Saves. Redis commands: ACL SAVE or CONFIG REWRITE; ACL LIST.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="AclException">The server could not.</exception>
    public async Task<AclSave> SaveAsync(CancellationToken stop)
    {
        (string method, RedisServerException? failure) = await _storage!.SaveAsync(_connection.Client, stop).ConfigureAwait(false);
        if (failure is not null)
        {
            throw failure.Code == "NOPERM" || failure.Message.StartsWith("ERR unknown", StringComparison.Ordinal)
                ? failure
                : new AclException(AclFailure.NotSaved, $"{method} on {_connection.Server} failed: {failure.Message}", "The server's log tells why; its user needs the right to write to the directory of the file.");
        }

        IReadOnlyDictionary<string, AclRules> running = await new AclStore(_connection).RulesAsync(stop).ConfigureAwait(false);
        return new AclSave
        {
            Method = method,
            File = File,
            Saved = true,
            Verified = _storage.Lines() is { } lines ? IsIn(running, lines) : null,
            UserCount = running.Count,
            Server = _connection.Server,
            ConnectionName = _connection.Name,
        };
    }

    private static bool IsIn(IReadOnlyDictionary<string, AclRules> running, IReadOnlyList<string> lines)
    {
        IReadOnlyDictionary<string, AclRules> saved = AclReply.Users(lines);
        return lines.Count == running.Count && saved.Count == running.Count
            && running.All(user => saved.TryGetValue(user.Key, out AclRules? rules) && AclRules.SameMeaning(user.Value, rules));
    }
}

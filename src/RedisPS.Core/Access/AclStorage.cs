using RedisPS.Client;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.Access;

/// <summary>Where a server keeps its users: in a file of their own (ACL SAVE), in the configuration file (CONFIG REWRITE), or nowhere.</summary>
internal sealed class AclStorage
{
    /// <summary>What the default user is at a start with a file that does not mention it.</summary>
    public const string Unmentioned = "on nopass ~* &* +@all";

    private readonly ConfigPersistence _persistence;

    private AclStorage(ConfigPersistence persistence) => _persistence = persistence;

    /// <summary>The ACL file, as the server names it; empty when it has none, null when that may not be asked.</summary>
    public string? AclFile { get; private init; }

    /// <summary>The file that is written; null when it is not known.</summary>
    public string? File => AclFile is { Length: > 0 } ? AclFile : AclFile is null ? null : _persistence.ConfigFile;

    /// <summary>Why nothing can be saved; empty when it can, as far as is known.</summary>
    public string WhyNot => AclFile is { Length: > 0 } || _persistence.CanPersist ? "" : $"there is no ACL file, and {_persistence.Reason}";

    /// <summary>Asks a server. Redis commands: CONFIG GET, INFO server.</summary>
    public static async Task<AclStorage> CheckAsync(RedisClient client, CancellationToken stop)
    {
        RespValue[] replies = await client.PipelineAsync([new RedisCommand("CONFIG", "GET", ConfigPlan.UserFile), ConfigPersistence.InfoCommand()], stop).ConfigureAwait(false);
        string? file = replies[0].IsError ? null : replies[0].AsPairs().Select(pair => pair.Value.AsText()).FirstOrDefault() ?? "";
        return new AclStorage(ConfigPersistence.Of(client, replies[1])) { AclFile = file };
    }

    /// <summary>Throws when it is known that nothing can be saved.</summary>
    /// <exception cref="AclException">It is.</exception>
    public void ThrowIfNowhere(string server)
    {
        if (WhyNot.Length > 0)
        {
            throw new AclException(
                AclFailure.NothingToSaveTo,
                $"The users of {server} cannot be saved: {WhyNot}. Nothing was changed.",
                (_persistence.Remedy.Length > 0 ? _persistence.Remedy + " Or leave" : "Start the server with a configuration file or with aclfile; or leave") + " -Persist out, and the change lasts until the server starts again.");
        }
    }

    /// <summary>Saves. Redis commands: ACL SAVE or CONFIG REWRITE.</summary>
    /// <param name="client">The server.</param>
    /// <param name="aclFile">The ACL file, as the server names it; empty when it has none, null when that may not be asked.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>What was done, and why it failed, or null.</returns>
    public static async Task<(string Method, RedisServerException? Failure)> SaveAsync(RedisClient client, string? aclFile, CancellationToken stop)
    {
        if (aclFile is null or { Length: > 0 })
        {
            RedisServerException? failure = await SendAsync(client, new RedisCommand("ACL", "SAVE"), stop).ConfigureAwait(false);
            if (failure?.Message.Contains("not configured to use an ACL file", StringComparison.Ordinal) != true)
            {
                return ("ACL SAVE", failure);
            }
        }

        // With an ACL file this would say OK and save no user.
        return ("CONFIG REWRITE", await SendAsync(client, new RedisCommand("CONFIG", "REWRITE"), stop).ConfigureAwait(false));
    }

    /// <summary>Saves. Redis commands: ACL SAVE or CONFIG REWRITE.</summary>
    /// <returns>What was done, and why it failed, or null.</returns>
    public Task<(string Method, RedisServerException? Failure)> SaveAsync(RedisClient client, CancellationToken stop) => SaveAsync(client, AclFile, stop);

    /// <summary>The lines with users that the server reads at its start, where they can be read here; null otherwise.</summary>
    public IReadOnlyList<string>? Lines() => AclFile is null ? null : Lines(_persistence, AclFile);

    /// <summary>The lines with users that a server reads at its start, where they can be read here; null otherwise.</summary>
    /// <param name="persistence">What is known of its configuration file.</param>
    /// <param name="aclFile">The ACL file, as the server names it; empty when it has none.</param>
    public static IReadOnlyList<string>? Lines(ConfigPersistence persistence, string aclFile)
    {
        if (aclFile.Length == 0)
        {
            // Included files count as well.
            return persistence.Load() is { Unread.Count: 0 } file ? [.. file.Directives.Where(line => line.Name == "user").Select(line => $"user {line.Value}")] : null;
        }

        // Only when the server is a process of this machine is its path a path of ours.
        if (!persistence.IsLocal || !Path.IsPathRooted(aclFile))
        {
            return null;
        }

        try
        {
            return [.. System.IO.File.ReadLines(aclFile).Select(line => line.Trim()).Where(line => line.StartsWith("user ", StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the default user is after a start with a file of users; null when that cannot be read here.</summary>
    /// <param name="persistence">What is known of the server's configuration file.</param>
    /// <param name="aclFile">The ACL file, as the server names it.</param>
    public static AclRules? SavedDefault(ConfigPersistence persistence, string aclFile) =>
        Lines(persistence, aclFile) is { } lines ? AclReply.Users(lines).GetValueOrDefault("default") ?? AclRules.Parse(Unmentioned) : null;

    private static async Task<RedisServerException?> SendAsync(RedisClient client, RedisCommand command, CancellationToken stop)
    {
        RespValue reply = await client.SendAsync(command, stop).ConfigureAwait(false);
        return reply.IsError ? RedisServerException.FromReply(reply, command) : null;
    }
}

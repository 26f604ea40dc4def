using System.Text.Json;

namespace RedisPS.Core.Backup;

/// <summary>
/// The last attempt to back up a server that is not known to have ended well. It is noted in the folder before the server is asked and taken
/// away when the backup is whole, so that a failure, and even a process that was killed, keeps older backups from being removed.
/// </summary>
public sealed record BackupAttempt
{
    private const string Prefix = ".failed-";
    private const string Unfinished = "It has not finished: it is still running, or was killed.";

    /// <summary>The server, as host:port or path of its socket.</summary>
    public string Server { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>What went wrong.</summary>
    public string Problem { get; init; } = Unfinished;

    /// <summary>The attempts of a folder that did not end well; what cannot be read counts as one of now.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="server">The server.</param>
    /// <returns>The attempt; null when there is none.</returns>
    public static BackupAttempt? Find(string folder, string server)
    {
        string path = PathOf(folder, server);
        try
        {
            if (!File.Exists(path)) { return null; }
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupAttempt) is { Server: not null, Problem: not null } attempt
                ? attempt
                : throw new JsonException("It does not say whose backup failed, and why.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new BackupAttempt { Server = server, StartedAt = DateTimeOffset.UtcNow, Problem = $"{path} cannot be read: {e.Message}" };
        }
    }

    /// <summary>Notes an attempt, before anything is asked of the server: a folder that cannot be written to is found here.</summary>
    internal static BackupAttempt Begin(string folder, string server, DateTimeOffset startedAt)
    {
        BackupAttempt attempt = new() { Server = server, StartedAt = startedAt };
        try { attempt.Write(folder); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(folder, e); }
        return attempt;
    }

    /// <summary>Says why it failed. The first failure is what is told, so this one is silent when it cannot be written.</summary>
    internal void Failed(string folder, string problem)
    {
        try { (this with { Problem = problem }).Write(folder); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return; }
    }

    /// <summary>It ended well, or was no attempt after all.</summary>
    internal void Done(string folder)
    {
        try { File.Delete(PathOf(folder, Server)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return; }
    }

    private void Write(string folder) => File.WriteAllBytes(PathOf(folder, Server), JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupAttempt));

    private static string PathOf(string folder, string server) => Path.Combine(folder, Prefix + BackupFolder.HostOf(server));
}

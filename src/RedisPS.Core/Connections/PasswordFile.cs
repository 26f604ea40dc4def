using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>Reads a password from a file, as secret stores mount them.</summary>
public static class PasswordFile
{
    /// <summary>The file's first line.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="notes">Takes a note when others may read the file too.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read, or is empty.</exception>
    public static RedisSecret Read(string path, SettingLayer notes)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            {
                notes.Note($"The password file '{path}' can be read by others on this machine; chmod 600 makes it private.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RedisConfigurationException($"The password file '{path}' cannot be read: {e.Message}", e);
        }

        int end = text.AsSpan().IndexOfAny('\r', '\n');
        string password = end < 0 ? text : text[..end];
        return password.Length > 0 ? new RedisSecret(password) : throw new RedisConfigurationException($"The password file '{path}' has no password on its first line.");
    }
}

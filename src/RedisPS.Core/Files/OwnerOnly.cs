namespace RedisPS.Core.Files;

/// <summary>Files and folders that nobody but their owner may open. On Windows they have the rights of the folder they are in.</summary>
internal static class OwnerOnly
{
    /// <summary>The same options, for a file of this kind.</summary>
    /// <param name="options">How the file is made.</param>
    public static FileStreamOptions ForOwnerOnly(this FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        return options;
    }

    /// <summary>Makes a folder of this kind, if it is not there.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void CreateDirectory(string path) =>
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}

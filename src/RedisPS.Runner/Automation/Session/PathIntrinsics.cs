using System.Collections.ObjectModel;
using IOPath = System.IO.Path;

namespace System.Management.Automation;

/// <summary>Paths of the file system; there is no other provider.</summary>
public sealed class PathIntrinsics
{
    internal PathIntrinsics()
    {
    }

    /// <summary>Where the program was started.</summary>
    public PathInfo CurrentFileSystemLocation => new(Environment.CurrentDirectory);

    /// <summary>Where the program was started.</summary>
    public PathInfo CurrentLocation => CurrentFileSystemLocation;

    /// <summary>A path made absolute; ~ is the home folder.</summary>
    public string GetUnresolvedProviderPathFromPSPath(string path) => GetUnresolvedProviderPathFromPSPath(path, out _, out _);

    /// <summary>A path made absolute; ~ is the home folder.</summary>
    public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
    {
        ArgumentNullException.ThrowIfNull(path);
        provider = ProviderInfo.FileSystem;
        drive = PSDriveInfo.FileSystem;
        if (path.StartsWith("FileSystem::", StringComparison.OrdinalIgnoreCase))
        {
            path = path[12..];
        }
        else if (path.StartsWith("Microsoft.PowerShell.Core\\FileSystem::", StringComparison.OrdinalIgnoreCase))
        {
            path = path[38..];
        }

        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        if (!OperatingSystem.IsWindows())
        {
            path = path.Replace('\\', '/');
        }

        return IOPath.GetFullPath(path);
    }

    /// <summary>The existing paths that match.</summary>
    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
    {
        string full = GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        Collection<string> found = [];
        if (!WildcardPattern.ContainsWildcardCharacters(full))
        {
            if (!IOPath.Exists(full))
            {
                throw new ItemNotFoundException($"Cannot find path '{full}' because it does not exist.");
            }

            found.Add(full);
            return found;
        }

        string folder = IOPath.GetDirectoryName(full) ?? full;
        WildcardPattern pattern = new(IOPath.GetFileName(full), WildcardOptions.IgnoreCase);
        if (Directory.Exists(folder))
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                if (pattern.IsMatch(IOPath.GetFileName(entry)))
                {
                    found.Add(entry);
                }
            }
        }

        return found;
    }

    /// <summary>Two parts of a path put together.</summary>
    public string Combine(string parent, string child) => IOPath.Combine(parent, child);

    /// <summary>The folder of a path.</summary>
    public string ParseParent(string path, string? root) => IOPath.GetDirectoryName(path) ?? string.Empty;

    /// <summary>The last part of a path.</summary>
    public string ParseChildName(string path) => IOPath.GetFileName(path);

    /// <summary>Whether the path starts at a root.</summary>
    public bool IsPSAbsolute(string path, out string driveName)
    {
        driveName = string.Empty;
        return IOPath.IsPathRooted(path);
    }
}

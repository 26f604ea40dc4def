namespace System.Management.Automation;

/// <summary>The file system, as a drive.</summary>
public class PSDriveInfo
{
    internal static readonly PSDriveInfo FileSystem = new();

    private PSDriveInfo()
    {
    }

    /// <summary>The name of the drive.</summary>
    public string Name => "/";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

namespace System.Management.Automation;

/// <summary>A place in the file system.</summary>
public sealed class PathInfo
{
    internal PathInfo(string path)
    {
        Path = path;
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The same path.</summary>
    public string ProviderPath => Path;

    /// <summary>The file system.</summary>
    public ProviderInfo Provider => ProviderInfo.FileSystem;

    /// <inheritdoc/>
    public override string ToString() => Path;
}

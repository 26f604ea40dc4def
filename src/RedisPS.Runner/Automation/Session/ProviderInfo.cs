namespace System.Management.Automation;

/// <summary>The file system, as a provider.</summary>
public class ProviderInfo
{
    internal static readonly ProviderInfo FileSystem = new();

    private ProviderInfo()
    {
    }

    /// <summary>FileSystem.</summary>
    public string Name => "FileSystem";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

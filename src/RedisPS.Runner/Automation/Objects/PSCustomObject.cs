namespace System.Management.Automation;

/// <summary>The object behind a <see cref="PSObject"/> that has notes only.</summary>
public sealed class PSCustomObject
{
    internal static readonly PSCustomObject Instance = new();

    private PSCustomObject()
    {
    }

    /// <inheritdoc/>
    public override string ToString() => string.Empty;
}

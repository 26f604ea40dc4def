namespace System.Management.Automation;

/// <summary>A command declares something wrong, or an argument does not fit the declaration.</summary>
public class MetadataException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public MetadataException()
    {
    }

    /// <summary>With a message.</summary>
    public MetadataException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public MetadataException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string ErrorId => "Metadata";

    private protected override ErrorCategory Category => ErrorCategory.MetadataError;
}

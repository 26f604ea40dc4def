namespace System.Management.Automation;

/// <summary>A validation refused an argument.</summary>
public class ValidationMetadataException : MetadataException
{
    /// <summary>Without a message.</summary>
    public ValidationMetadataException()
    {
    }

    /// <summary>With a message.</summary>
    public ValidationMetadataException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ValidationMetadataException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

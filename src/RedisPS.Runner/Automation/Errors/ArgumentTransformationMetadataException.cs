namespace System.Management.Automation;

/// <summary>A transformation refused an argument.</summary>
public class ArgumentTransformationMetadataException : MetadataException
{
    /// <summary>Without a message.</summary>
    public ArgumentTransformationMetadataException()
    {
    }

    /// <summary>With a message.</summary>
    public ArgumentTransformationMetadataException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ArgumentTransformationMetadataException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace System.Management.Automation;

/// <summary>A path does not exist.</summary>
public class ItemNotFoundException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public ItemNotFoundException()
    {
    }

    /// <summary>With a message.</summary>
    public ItemNotFoundException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ItemNotFoundException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string ErrorId => "PathNotFound";

    private protected override ErrorCategory Category => ErrorCategory.ObjectNotFound;
}

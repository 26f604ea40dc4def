namespace System.Management.Automation;

/// <summary>A property could not be read.</summary>
public class GetValueInvocationException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public GetValueInvocationException()
    {
    }

    /// <summary>With a message.</summary>
    public GetValueInvocationException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public GetValueInvocationException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace System.Management.Automation;

/// <summary>A pattern with a [ that no ] ends.</summary>
public class WildcardPatternException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public WildcardPatternException()
    {
    }

    /// <summary>With a message.</summary>
    public WildcardPatternException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public WildcardPatternException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string ErrorId => "WildcardPattern_Invalid";
}

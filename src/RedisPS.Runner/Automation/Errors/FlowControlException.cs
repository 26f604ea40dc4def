namespace System.Management.Automation;

/// <summary>Not an error: a way out of running commands.</summary>
public abstract class FlowControlException : SystemException
{
    private protected FlowControlException(string message)
        : base(message)
    {
    }
}

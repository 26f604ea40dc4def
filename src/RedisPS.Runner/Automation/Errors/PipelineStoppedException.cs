namespace System.Management.Automation;

/// <summary>The pipeline was stopped.</summary>
public class PipelineStoppedException : RuntimeException
{
    /// <summary>With the usual message.</summary>
    public PipelineStoppedException()
        : base("The pipeline has been stopped.")
    {
    }

    /// <summary>With a message.</summary>
    public PipelineStoppedException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PipelineStoppedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    private protected override string ErrorId => "PipelineStopped";

    private protected override ErrorCategory Category => ErrorCategory.OperationStopped;
}

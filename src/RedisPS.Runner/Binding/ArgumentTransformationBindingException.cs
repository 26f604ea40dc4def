using System.Management.Automation;

namespace RedisPS.Runner.Binding;

/// <summary>A transformation refused the argument. From the pipeline this counts only when nothing else took the object.</summary>
internal sealed class ArgumentTransformationBindingException(string parameterName, Exception cause)
    : ParameterBindingException(
        "ParameterArgumentTransformationError",
        ErrorCategory.InvalidData,
        $"Cannot process argument transformation on parameter '{parameterName}'. {cause.Message}",
        parameterName,
        cause)
{
    internal bool IsPlainMismatch => InnerException is PSInvalidCastException || InnerException!.InnerException is PSInvalidCastException;
}

using System.Management.Automation;

namespace RedisPS.Runner.Binding;

/// <summary>A validation refused the argument.</summary>
internal sealed class ValidationBindingException : ParameterBindingException
{
    internal ValidationBindingException(string parameterName, Exception cause)
        : base(
            "ParameterArgumentValidationError",
            ErrorCategory.InvalidData,
            $"Cannot validate argument on parameter '{parameterName}'. {cause.Message}",
            parameterName,
            cause)
    {
    }

    internal ValidationBindingException(string errorId, string message, string parameterName)
        : base(errorId, ErrorCategory.InvalidData, message, parameterName)
    {
    }
}

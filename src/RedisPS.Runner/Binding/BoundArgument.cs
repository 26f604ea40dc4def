using System.Management.Automation;

namespace RedisPS.Runner.Binding;

/// <summary>An argument with its value worked out.</summary>
internal readonly record struct BoundArgument(string? ParameterName, bool HasValue, object? Value)
{
    internal static BoundArgument Positional(object? value) => new(null, true, value);

    internal static BoundArgument Named(string name) => new(name, false, null);

    internal static BoundArgument Named(string name, object? value) => new(name, true, value);
}

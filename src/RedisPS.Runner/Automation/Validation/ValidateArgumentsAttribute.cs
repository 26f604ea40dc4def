namespace System.Management.Automation;

/// <summary>Refuses arguments.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValidateArgumentsAttribute : Attribute
{
    internal void Check(object value, EngineIntrinsics engine) => Validate(value, engine);

    /// <summary>Throws a <see cref="ValidationMetadataException"/> when the value will not do.</summary>
    protected abstract void Validate(object arguments, EngineIntrinsics engineIntrinsics);
}

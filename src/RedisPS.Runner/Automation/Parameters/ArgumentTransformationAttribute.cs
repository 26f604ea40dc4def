namespace System.Management.Automation;

/// <summary>Changes an argument before it is converted to the parameter's type.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ArgumentTransformationAttribute : Attribute
{
    /// <summary>Whether a null given to an optional parameter is handed in as well.</summary>
    public virtual bool TransformNullOptionalParameters => true;

    /// <summary>Returns what is to be bound.</summary>
    public abstract object Transform(EngineIntrinsics engineIntrinsics, object inputData);
}

using System.Management.Automation;

namespace RedisPS.Transformations;

/// <summary>Keeps a single byte[] one argument: PowerShell would make one argument of each byte.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ArgumentListTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is byte[] bytes ? new object[] { bytes } : inputData;
}

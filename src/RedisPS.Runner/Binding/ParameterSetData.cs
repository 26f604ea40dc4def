using System.Management.Automation;

namespace RedisPS.Runner.Binding;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record ParameterSetData(uint Flag, bool IsInAllSets, ParameterAttribute Attribute)
{
    internal bool TakesPipeline => Attribute.ValueFromPipeline || Attribute.ValueFromPipelineByPropertyName;
}

using System.Management.Automation;

namespace RedisPS.Runner.Shaping;

/// <summary>Out-Null: takes everything, writes nothing.</summary>
[Cmdlet(VerbsData.Out, "Null")]
[OutputType(typeof(void))]
internal sealed class OutNullCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }
}

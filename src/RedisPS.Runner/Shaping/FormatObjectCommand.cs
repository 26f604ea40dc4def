using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>What Format-Table and Format-List share.</summary>
internal abstract class FormatObjectCommand : PSCmdlet
{
    private ObjectFormatter _formatter = null!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public object? GroupBy { get; set; }

    protected sealed override void BeginProcessing() => _formatter = new ObjectFormatter(MakeRequest(), WriteObject);

    protected sealed override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _formatter.Process(InputObject.Notes is null ? PSObject.Unwrap(InputObject) : InputObject);
        }
    }

    protected sealed override void EndProcessing() => _formatter.End();

    private protected List<PropertyColumn> Columns() => [.. (Property ?? []).Select(PropertyColumn.Parse)];

    private protected FormatItem? Grouping() => GroupBy is null ? null : new FormatItem(TextConverter.ToText(GroupBy), null, null);

    private protected abstract FormatRequest MakeRequest();
}

using System.Management.Automation;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Shaping;

/// <summary>ConvertTo-Csv: the properties of the first object are the columns.</summary>
[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
internal sealed class ConvertToCsvCommand : PSCmdlet
{
    private CsvText _csv = null!;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    protected override void BeginProcessing() => _csv = new CsvText(Delimiter, header: !NoHeader);

    protected override void ProcessRecord()
    {
        foreach (string line in _csv.Lines(InputObject))
        {
            WriteObject(line);
        }
    }
}

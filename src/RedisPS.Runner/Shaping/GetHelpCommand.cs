using System.Management.Automation;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Help;

namespace RedisPS.Runner.Shaping;

/// <summary>Get-Help: a page of help as text.</summary>
[Cmdlet(VerbsCommon.Get, "Help")]
[Alias("help")]
[OutputType(typeof(string))]
internal sealed class GetHelpCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    [Parameter]
    public SwitchParameter Full { get; set; }

    [Parameter]
    public SwitchParameter Detailed { get; set; }

    [Parameter]
    public SwitchParameter Examples { get; set; }

    protected override void ProcessRecord()
    {
        if (string.IsNullOrEmpty(Name))
        {
            WriteObject(Hosting.Usage.Full);
            return;
        }

        if (HelpPages.Find(Name) is { } page)
        {
            WriteObject(HelpText.Render(page, Full || Detailed ? HelpDetail.Full : Examples ? HelpDetail.Examples : HelpDetail.Normal));
            return;
        }

        if (CommandTable.TryFind(Name, out Type? type))
        {
            string name = CommandTable.NameOf(type);
            WriteObject($"{name}: {ShapingHelp.SynopsisOf(name)}");
            return;
        }

        WriteError(new ErrorRecord(
            new ItemNotFoundException($"Get-Help could not find {Name} in the help. Get-Command lists the commands."),
            "HelpNotFound",
            ErrorCategory.ResourceUnavailable,
            Name));
    }
}

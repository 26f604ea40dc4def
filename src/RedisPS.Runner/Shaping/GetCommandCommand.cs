using System.Management.Automation;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Help;

namespace RedisPS.Runner.Shaping;

/// <summary>Get-Command: the commands there are.</summary>
[Cmdlet(VerbsCommon.Get, "Command")]
[Alias("gcm")]
[OutputType(typeof(CommandSummary))]
internal sealed class GetCommandCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    public string[]? Module { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            bool any = false;
            foreach (Type type in CommandTable.All)
            {
                CommandInfo info = new(CommandTable.NameOf(type), type);
                if (pattern.IsMatch(info.Name) && (Module is null || Module.Contains(info.ModuleName, StringComparer.OrdinalIgnoreCase)))
                {
                    any = true;
                    WriteObject(new CommandSummary(info.Name, info.ModuleName, HelpPages.Find(info.Name)?.Synopsis ?? ShapingHelp.SynopsisOf(info.Name)));
                }
            }

            if (!any && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(new ErrorRecord(
                    new ItemNotFoundException($"The term '{name}' is not recognized as a name of a cmdlet. Get-Command without a name lists those there are."),
                    "CommandNotFoundException",
                    ErrorCategory.ObjectNotFound,
                    name));
            }
        }
    }
}

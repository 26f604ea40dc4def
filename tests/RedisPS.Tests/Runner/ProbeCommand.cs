using System.Management.Automation;

namespace RedisPS.Tests.Runner;

/// <summary>A command whose every call is written down.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Probe", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(object))]
public sealed class ProbeCommand : PSCmdlet, IDisposable
{
    [ThreadStatic]
    private static List<string>? s_log;

    public static List<string> Log => s_log ??= [];

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    [Parameter]
    public string Name { get; set; } = "probe";

    [Parameter]
    public int Count { get; set; }

    [Parameter]
    public SwitchParameter Ask { get; set; }

    [Parameter]
    public SwitchParameter Continue { get; set; }

    public void Dispose() => Log.Add(Name + " dispose");

    protected override void BeginProcessing() => Log.Add(Name + " begin");

    protected override void ProcessRecord()
    {
        Log.Add($"{Name} process {InputObject}");
        if (Ask && !ShouldProcess("it", "Do"))
        {
            return;
        }

        if (Continue && !ShouldContinue("Really?", "Sure"))
        {
            return;
        }

        for (int i = 1; i <= Count; i++)
        {
            WriteObject(i);
        }

        if (InputObject is not null)
        {
            WriteObject(InputObject);
        }
    }

    protected override void EndProcessing() => Log.Add(Name + " end");
}

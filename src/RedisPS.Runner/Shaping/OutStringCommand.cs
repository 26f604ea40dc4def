using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Shaping;

/// <summary>Out-String: what would be shown, as text.</summary>
[Cmdlet(VerbsData.Out, "String")]
[OutputType(typeof(string))]
internal sealed class OutStringCommand : PSCmdlet
{
    private readonly StringWriter _text = new() { NewLine = Environment.NewLine };
    private DefaultOutput _output = null!;

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    [Parameter]
    public SwitchParameter Stream { get; set; }

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = Terminal.DefaultWidth;

    protected override void BeginProcessing() => _output = new DefaultOutput(_text, () => Width, FormatRequest.Default);

    protected override void ProcessRecord() => _output.Receive(InputObject);

    protected override void EndProcessing()
    {
        _output.End();
        string text = _text.ToString();
        if (!Stream)
        {
            WriteObject(text);
            return;
        }

        string[] lines = text.Split(Environment.NewLine);
        WriteObject(lines.AsSpan(0, Math.Max(0, lines.Length - 1)).ToArray(), enumerateCollection: true);
    }
}

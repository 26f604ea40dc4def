using System.Management.Automation;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Output;

/// <summary>Objects as JSON while they come: one array, or one line each.</summary>
internal sealed class JsonOutput(TextWriter output, bool lines) : IOutput
{
    internal const int Depth = 10;

    private readonly JsonText _json = new(Depth, indent: !lines);
    private bool _any;

    public void Receive(object? value)
    {
        if (PSObject.Unwrap(value) is FormatPacket)
        {
            throw new PSInvalidOperationException("Format-Table and Format-List make text for people; without them --output json has objects to write.");
        }

        if (lines)
        {
            output.WriteLine(_json.Convert(value));
            return;
        }

        output.Write(_any ? "," : "[");
        _any = true;
        output.WriteLine();
        output.Write("  " + _json.Convert(value).ReplaceLineEndings(Environment.NewLine + "  "));
    }

    public void End()
    {
        if (lines)
        {
            return;
        }

        if (!_any)
        {
            output.Write('[');
        }
        else
        {
            output.WriteLine();
        }

        output.WriteLine("]");
    }
}

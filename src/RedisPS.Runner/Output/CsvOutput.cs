using System.Management.Automation;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Output;

/// <summary>Objects as lines of comma-separated values, collections among these as JSON.</summary>
internal sealed class CsvOutput(TextWriter output) : IOutput
{
    private readonly CsvText _csv = new(',', header: true, new JsonText(JsonOutput.Depth, indent: false));

    public void Receive(object? value)
    {
        if (value is null)
        {
            return;
        }

        if (PSObject.Unwrap(value) is FormatPacket)
        {
            throw new PSInvalidOperationException("Format-Table and Format-List make text for people; without them --output csv has objects to write.");
        }

        foreach (string line in _csv.Lines(value))
        {
            output.WriteLine(line);
        }
    }

    public void End()
    {
    }
}

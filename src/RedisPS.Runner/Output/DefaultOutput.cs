using RedisPS.Runner.Engine;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Output;

/// <summary>Shows the objects of a whole script, as PowerShell's Out-Default does.</summary>
internal sealed class DefaultOutput : IOutput
{
    private readonly ObjectFormatter _formatter;
    private readonly LayoutWriter _writer;

    internal DefaultOutput(TextWriter output, Func<int> width, FormatRequest request)
    {
        _writer = new LayoutWriter(output, width);
        _formatter = new ObjectFormatter(request, _writer.Write);
    }

    public void Receive(object? value) => _formatter.Process(value);

    public void End()
    {
        _formatter.End();
        _writer.Release();
    }
}

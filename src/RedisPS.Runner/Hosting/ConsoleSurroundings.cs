using RedisPS.Runner.Output;

namespace RedisPS.Runner.Hosting;

/// <summary>The console of the process.</summary>
internal sealed class ConsoleSurroundings : ISurroundings
{
    public bool InputIsTerminal => !Console.IsInputRedirected;

    public bool OutputIsTerminal => !Console.IsOutputRedirected;

    public bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public int Width => Terminal.Width();

    public string? ReadLine() => Console.ReadLine();

    public string ReadAllInput() => Console.In.ReadToEnd();
}

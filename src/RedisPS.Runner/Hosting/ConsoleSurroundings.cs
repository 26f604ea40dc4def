using RedisPS.Runner.Output;

namespace RedisPS.Runner.Hosting;

/// <summary>The console of the process.</summary>
internal sealed class ConsoleSurroundings : ISurroundings
{
    public bool InputIsTerminal => !Console.IsInputRedirected;

    public bool OutputIsTerminal => !Console.IsOutputRedirected;

    public bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public bool ShowsScreens => InputIsTerminal && OutputIsTerminal && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    public int Width => Terminal.Width();

    public string? ReadLine() => Console.ReadLine();

    public string ReadAllInput() => Console.In.ReadToEnd();
}

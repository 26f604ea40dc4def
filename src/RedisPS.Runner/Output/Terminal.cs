namespace RedisPS.Runner.Output;

/// <summary>What is known of the screen.</summary>
internal static class Terminal
{
    /// <summary>The width when output goes to a file or another program.</summary>
    internal const int DefaultWidth = 120;

    internal static int Width()
    {
        try
        {
            return Console.IsOutputRedirected ? DefaultWidth : Math.Max(20, Console.WindowWidth);
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}

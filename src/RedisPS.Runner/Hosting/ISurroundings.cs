namespace RedisPS.Runner.Hosting;

/// <summary>What the program is told by the place it runs in; tests bring their own.</summary>
internal interface ISurroundings
{
    bool InputIsTerminal { get; }

    bool OutputIsTerminal { get; }

    bool ErrorIsTerminal { get; }

    /// <summary>Whether a menu can be shown: a terminal on both sides that does what it is told.</summary>
    bool ShowsScreens { get; }

    int Width { get; }

    string? ReadLine();

    string ReadAllInput();
}

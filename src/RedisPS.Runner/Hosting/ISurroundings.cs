namespace RedisPS.Runner.Hosting;

/// <summary>What the program is told by the place it runs in; tests bring their own.</summary>
internal interface ISurroundings
{
    bool InputIsTerminal { get; }

    bool OutputIsTerminal { get; }

    bool ErrorIsTerminal { get; }

    int Width { get; }

    string? ReadLine();

    string ReadAllInput();
}

using RedisPS.Runner.Hosting;

namespace RedisPS.Tests.Runner;

/// <summary>A place with no terminal, or one whose user has his answers ready.</summary>
internal sealed class FakeSurroundings : ISurroundings
{
    private readonly IEnumerator<string> _answers = Enumerable.Empty<string>().GetEnumerator();

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool ShowsScreens => false;

    public int Width { get; init; } = 120;

    internal string Input { get; init; } = string.Empty;

    /// <summary>One for each question, taken when it is asked.</summary>
    internal IEnumerable<string> Answers
    {
        init => _answers = value.GetEnumerator();
    }

    public string? ReadLine() => _answers.MoveNext() ? _answers.Current : null;

    public string ReadAllInput() => Input;
}

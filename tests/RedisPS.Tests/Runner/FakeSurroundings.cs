using RedisPS.Runner.Hosting;

namespace RedisPS.Tests.Runner;

/// <summary>A place with no terminal, or one whose user has his answers ready.</summary>
internal sealed class FakeSurroundings : ISurroundings
{
    private readonly Queue<string> _answers = new();

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool ShowsScreens => false;

    public int Width { get; init; } = 120;

    internal string Input { get; init; } = string.Empty;

    internal IEnumerable<string> Answers
    {
        init
        {
            foreach (string answer in value)
            {
                _answers.Enqueue(answer);
            }
        }
    }

    public string? ReadLine() => _answers.TryDequeue(out string? answer) ? answer : null;

    public string ReadAllInput() => Input;
}

namespace RedisPS.Core.Hosts;

/// <summary>What a program did.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, at most the last 256 KB.</param>
/// <param name="Errors">What it wrote to standard error, at most the last 256 KB.</param>
public sealed record CommandOutcome(HostCommand Command, int ExitCode, string Output, string Errors)
{
    /// <summary>Whether it reported success.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The lines of the output, without empty ones.</summary>
    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The last lines it wrote, for messages: programs say at the end why they failed.</summary>
    public string Complaint
    {
        get
        {
            string text = Errors.Trim().Length > 0 ? Errors : Output;
            string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.Length == 0 ? "It wrote nothing." : string.Join(' ', lines.TakeLast(4));
        }
    }

    /// <summary>This outcome, unless it is a failure.</summary>
    /// <param name="failure">Which kind of failure it then is.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <exception cref="HostException">The program reported a failure.</exception>
    public CommandOutcome Require(HostFailure failure = HostFailure.ProgramFailed, string remedy = "") => Succeeded
        ? this
        : throw new HostException(failure, $"'{Command}' failed with exit code {ExitCode}. {Complaint}", remedy);
}

using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Menu;

/// <summary>What came of a line.</summary>
internal sealed class LineResult
{
    /// <summary>The line as it may be shown.</summary>
    internal required string Line { get; init; }

    internal required IReadOnlyList<object?> Objects { get; init; }

    /// <summary>What -WhatIf said.</summary>
    internal required string Said { get; init; }

    /// <summary>Errors and warnings.</summary>
    internal required string Errors { get; init; }

    /// <summary>The first of the errors, as objects.</summary>
    internal IReadOnlyList<ErrorRecord> Records { get; init; } = [];

    internal required bool Failed { get; init; }

    internal required bool LostConnection { get; init; }

    internal required bool Interrupted { get; init; }

    /// <summary>The objects as their views show them, and what was said before.</summary>
    internal IEnumerable<BodyLine> Lines(int width)
    {
        using StringWriter text = new() { NewLine = "\n" };
        text.Write(Said);
        DefaultOutput output = new(text, () => width, FormatRequest.Default);
        foreach (object? item in Objects)
        {
            output.Receive(item);
        }

        output.End();
        return text.ToString().Trim('\n', '\r').Split('\n').Select(line => new BodyLine(line.TrimEnd()));
    }

    /// <summary>What went wrong, for the foot of a screen.</summary>
    internal IEnumerable<BodyLine> Problems =>
    [
        .. Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new BodyLine(line.TrimEnd(), BodyStyle.Error)),
        .. Interrupted ? new[] { new BodyLine("Interrupted.", BodyStyle.Error) } : [],
    ];
}

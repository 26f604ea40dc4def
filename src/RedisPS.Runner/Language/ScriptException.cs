namespace RedisPS.Runner.Language;

/// <summary>A text that is not in the language, with the place where it stops being so.</summary>
internal sealed class ScriptException : Exception
{
    internal ScriptException(SourceText source, int offset, string message)
        : base(message)
    {
        (Line, Column) = source.Position(offset);
        LineText = source.LineAt(offset);
    }

    internal int Line { get; }

    internal int Column { get; }

    internal string LineText { get; }

    /// <summary>Something PowerShell knows and this language leaves out on purpose.</summary>
    internal static ScriptException NeedsPowerShell(SourceText source, int offset, string what) =>
        new(source, offset, $"{what} needs PowerShell");
}

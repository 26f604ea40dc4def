using RedisPS.Core.Commands;

namespace System.Management.Automation.Language;

/// <summary>Writes text as script.</summary>
public static class CodeGeneration
{
    /// <summary>The text as it stands between single quotes.</summary>
    public static string EscapeSingleQuotedStringContent(string value) => value is null ? string.Empty : ScriptText.Quote(value)[1..^1];
}

using System.Globalization;

namespace RedisPS.Runner.Language;

/// <summary>The words of PowerShell that this language knows of, most of them to refuse them.</summary>
internal static class Words
{
    private static readonly HashSet<string> s_keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "begin", "break", "catch", "class", "clean", "continue", "data", "define", "do", "dynamicparam", "else", "elseif", "end", "enum", "exit",
        "filter", "finally", "for", "foreach", "from", "function", "hidden", "if", "in", "param", "process", "return", "static", "switch",
        "throw", "trap", "try", "until", "using", "var", "while",
    };

    private static readonly HashSet<string> s_automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "args", "ConsoleFileName", "Error", "Event", "EventArgs", "EventSubscriber", "ExecutionContext", "foreach", "HOME", "Host", "input",
        "IsCoreCLR", "IsLinux", "IsMacOS", "IsWindows", "LASTEXITCODE", "Matches", "MyInvocation", "NestedPromptLevel", "PID", "PROFILE",
        "PSBoundParameters", "PSCmdlet", "PSCommandPath", "PSCulture", "PSDebugContext", "PSDefaultParameterValues", "PSEdition", "PSHOME",
        "PSItem", "PSScriptRoot", "PSSenderInfo", "PSStyle", "PSUICulture", "PSVersionTable", "PWD", "Sender", "ShellId", "StackTrace",
        "switch", "this",
    };

    internal static bool IsKeyword(string word) => s_keywords.Contains(word);

    internal static bool IsAutomaticVariable(string name) => s_automatic.Contains(name);

    internal static bool IsIdentifierStart(char c) => char.IsLetter(c) || c == '_';

    internal static bool IsIdentifierPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>What ends a bare word.</summary>
    internal static bool EndsWord(char c) => IsBlank(c) || c is '\0' or '\r' or '\n' or '|' or ';' or ',' or '(' or ')' or '{' or '}' or '&' or '<' or '>';

    /// <summary>What separates words: PowerShell knows more blanks than the keyboard has, and text from a web page holds them.</summary>
    internal static bool IsBlank(char c) => c is ' ' or '\t' or '\v' or '\f' or '\u0085' || (c > '\u007f' && char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator);

    /// <summary>What a parameter begins with: the hyphen, and the dashes that programs make of it.</summary>
    internal static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';
}

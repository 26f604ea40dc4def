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
    internal static bool EndsWord(char c) => c is '\0' or ' ' or '\t' or '\r' or '\n' or '|' or ';' or ',' or '(' or ')' or '{' or '}' or '&' or '<' or '>';
}

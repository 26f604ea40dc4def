namespace System.Management.Automation;

/// <summary>How a command was called.</summary>
public class InvocationInfo
{
    internal InvocationInfo(CommandInfo command)
    {
        MyCommand = command;
        InvocationName = command.Name;
    }

    /// <summary>The command.</summary>
    public CommandInfo MyCommand { get; }

    /// <summary>The parameters bound so far, by name.</summary>
    public Dictionary<string, object> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Arguments that no parameter took.</summary>
    public List<object> UnboundArguments { get; } = [];

    /// <summary>The name the command was called by.</summary>
    public string InvocationName { get; internal set; }

    /// <summary>The line of text the command stands in.</summary>
    public string Line { get; internal set; } = string.Empty;

    /// <summary>Where the command stands.</summary>
    public string PositionMessage => $"At line:{ScriptLineNumber} char:{OffsetInLine}";

    /// <summary>The line, counted from 1.</summary>
    public int ScriptLineNumber { get; internal set; } = 1;

    /// <summary>The column, counted from 1.</summary>
    public int OffsetInLine { get; internal set; } = 1;

    /// <summary>The script file, or an empty text.</summary>
    public string ScriptName { get; internal set; } = string.Empty;

    /// <summary>The script's folder, or an empty text.</summary>
    public string PSScriptRoot => ScriptName.Length == 0 ? string.Empty : Path.GetDirectoryName(ScriptName) ?? string.Empty;

    /// <summary>True when objects are piped in.</summary>
    public bool ExpectingInput { get; internal set; }

    /// <summary>How many commands the pipeline has.</summary>
    public int PipelineLength { get; internal set; } = 1;

    /// <summary>The place of this command, counted from 1.</summary>
    public int PipelinePosition { get; internal set; } = 1;
}

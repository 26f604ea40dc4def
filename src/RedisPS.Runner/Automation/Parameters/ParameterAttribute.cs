namespace System.Management.Automation;

/// <summary>Makes a property a parameter.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ParameterAttribute : Attribute
{
    /// <summary>The name that means every parameter set.</summary>
    public const string AllParameterSets = "__AllParameterSets";

    /// <summary>The position, or a negative number when it has none.</summary>
    public int Position { get; set; } = int.MinValue;

    /// <summary>The parameter set.</summary>
    public string ParameterSetName { get; set; } = AllParameterSets;

    /// <summary>Whether it must be given.</summary>
    public bool Mandatory { get; set; }

    /// <summary>Whether it takes the object of the pipeline.</summary>
    public bool ValueFromPipeline { get; set; }

    /// <summary>Whether it takes a property of that object.</summary>
    public bool ValueFromPipelineByPropertyName { get; set; }

    /// <summary>Whether it takes all arguments that are left.</summary>
    public bool ValueFromRemainingArguments { get; set; }

    /// <summary>A line of help.</summary>
    public string? HelpMessage { get; set; }

    /// <summary>Where the line is, for a translation.</summary>
    public string? HelpMessageBaseName { get; set; }

    /// <summary>Where the line is, for a translation.</summary>
    public string? HelpMessageResourceId { get; set; }

    /// <summary>Whether completion hides it.</summary>
    public bool DontShow { get; set; }
}

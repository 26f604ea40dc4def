using System.Text.RegularExpressions;

namespace System.Management.Automation;

/// <summary>Refuses texts that do not match.</summary>
public sealed class ValidatePatternAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Holds the regular expression.</summary>
    public ValidatePatternAttribute(string regexPattern)
    {
        RegexPattern = regexPattern;
    }

    /// <summary>The regular expression.</summary>
    public string RegexPattern { get; }

    /// <summary>How it is read.</summary>
    public RegexOptions Options { get; set; } = RegexOptions.IgnoreCase;

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string text = Convert.ToString(PSObject.Unwrap(element), Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
        if (!Regex.IsMatch(text, RegexPattern, Options))
        {
            throw new ValidationMetadataException($"The argument \"{text}\" does not match the \"{RegexPattern}\" pattern. Supply an argument that matches \"{RegexPattern}\" and try the command again.");
        }
    }
}

namespace System.Management.Automation;

/// <summary>Refuses what is not in a list.</summary>
public sealed class ValidateSetAttribute : ValidateEnumeratedArgumentsAttribute
{
    private readonly string[] _values;

    /// <summary>Holds the list.</summary>
    public ValidateSetAttribute(params string[] validValues)
    {
        _values = validValues;
    }

    /// <summary>The list.</summary>
    public IList<string> ValidValues => _values;

    /// <summary>Whether case matters not.</summary>
    public bool IgnoreCase { get; set; } = true;

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string text = Convert.ToString(PSObject.Unwrap(element), Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
        foreach (string value in _values)
        {
            if (string.Equals(value, text, IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new ValidationMetadataException($"The argument \"{text}\" does not belong to the set \"{string.Join(",", _values)}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.");
    }
}

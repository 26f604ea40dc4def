namespace System.Management.Automation;

/// <summary>Refuses texts that are too short or too long.</summary>
public sealed class ValidateLengthAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Holds both ends, in characters.</summary>
    public ValidateLengthAttribute(int minLength, int maxLength)
    {
        MinLength = minLength;
        MaxLength = maxLength;
    }

    /// <summary>The shortest.</summary>
    public int MinLength { get; }

    /// <summary>The longest.</summary>
    public int MaxLength { get; }

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (PSObject.Unwrap(element) is not string text)
        {
            throw new ValidationMetadataException("The argument is not a string. Specify an argument of type String, and then try the command again.");
        }

        if (text.Length < MinLength)
        {
            throw new ValidationMetadataException($"The character length ({text.Length}) of the argument is too short. Specify an argument with a length that is greater than or equal to \"{MinLength}\", and then try the command again.");
        }

        if (text.Length > MaxLength)
        {
            throw new ValidationMetadataException($"The character length of the {text.Length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to \"{MaxLength}\" characters, and then try the command again.");
        }
    }
}

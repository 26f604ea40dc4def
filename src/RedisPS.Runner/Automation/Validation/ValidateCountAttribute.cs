namespace System.Management.Automation;

/// <summary>Refuses too few or too many.</summary>
public sealed class ValidateCountAttribute : ValidateArgumentsAttribute
{
    /// <summary>Holds both ends.</summary>
    public ValidateCountAttribute(int minLength, int maxLength)
    {
        MinLength = minLength;
        MaxLength = maxLength;
    }

    /// <summary>The fewest.</summary>
    public int MinLength { get; }

    /// <summary>The most.</summary>
    public int MaxLength { get; }

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        int count = 0;
        if (PSObject.Unwrap(arguments) is { } value)
        {
            if (LanguagePrimitives.GetEnumerable(value) is { } items)
            {
                foreach (object? _ in items)
                {
                    count++;
                }
            }
            else
            {
                count = 1;
            }
        }

        if (count < MinLength)
        {
            throw new ValidationMetadataException($"The parameter requires at least {MinLength} value(s) and no more than {MaxLength} value(s) - {count} value(s) were provided.");
        }

        if (count > MaxLength)
        {
            throw new ValidationMetadataException($"The number of provided arguments, ({count}), exceeds the maximum number of allowed arguments ({MaxLength}). Provide fewer than {MaxLength} arguments, and then try the command again.");
        }
    }
}

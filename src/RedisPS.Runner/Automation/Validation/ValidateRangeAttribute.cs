namespace System.Management.Automation;

/// <summary>Refuses what is too small or too large.</summary>
public sealed class ValidateRangeAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Holds both ends, which are allowed themselves.</summary>
    public ValidateRangeAttribute(object minRange, object maxRange)
    {
        MinRange = minRange;
        MaxRange = maxRange;
        if (minRange.GetType() == maxRange.GetType())
        {
            return;
        }

        // As PowerShell does: both ends become the type that holds either.
        Type common = new[] { typeof(decimal), typeof(double), typeof(float), typeof(long) }.FirstOrDefault(type => type == minRange.GetType() || type == maxRange.GetType())
            ?? throw new ValidationMetadataException("The types of the minimum and the maximum range of ValidateRange do not go together.");
        MinRange = Convert.ChangeType(minRange, common, Globalization.CultureInfo.InvariantCulture);
        MaxRange = Convert.ChangeType(maxRange, common, Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The least value.</summary>
    public object MinRange { get; }

    /// <summary>The greatest value.</summary>
    public object MaxRange { get; }

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        object? value = PSObject.Unwrap(element);
        if (value is null)
        {
            throw new ValidationMetadataException("The argument is null or an element of the argument collection contains a null value.");
        }

        if (value.GetType() != MinRange.GetType() && !LanguagePrimitives.TryConvertTo(value, MinRange.GetType(), out value))
        {
            throw new ValidationMetadataException($"The argument cannot be validated because its type \"{element.GetType().Name}\" is not the same type (\"{MinRange.GetType().Name}\") as the maximum and minimum limits of the parameter. Make sure the argument is of type {MinRange.GetType().Name}, and then try the command again.");
        }

        if (Comparer<object>.Default.Compare(value, MinRange) < 0)
        {
            throw new ValidationMetadataException(string.Create(Globalization.CultureInfo.InvariantCulture, $"The {element} argument is less than the minimum allowed range of {MinRange}. Supply an argument that is greater than or equal to {MinRange} and then try the command again."));
        }

        if (Comparer<object>.Default.Compare(value, MaxRange) > 0)
        {
            throw new ValidationMetadataException(string.Create(Globalization.CultureInfo.InvariantCulture, $"The {element} argument is greater than the maximum allowed range of {MaxRange}. Supply an argument that is less than or equal to {MaxRange} and then try the command again."));
        }
    }
}

namespace System.Management.Automation;

/// <summary>Refuses null.</summary>
public sealed class ValidateNotNullAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (PSObject.Unwrap(arguments) is null)
        {
            throw new ValidationMetadataException("The argument is null. Provide a valid value for the argument, and then try running the command again.");
        }

        if (LanguagePrimitives.GetEnumerable(arguments) is { } items and not Collections.IDictionary)
        {
            foreach (object? item in items)
            {
                if (item is null)
                {
                    throw new ValidationMetadataException("The argument collection contains a null value. Provide a collection that does not contain any null values, and then try the command again.");
                }
            }
        }
    }
}

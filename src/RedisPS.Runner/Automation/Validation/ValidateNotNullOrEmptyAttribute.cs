namespace System.Management.Automation;

/// <summary>Refuses null, empty texts and empty collections.</summary>
public sealed class ValidateNotNullOrEmptyAttribute : ValidateArgumentsAttribute
{
    private const string Message = "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
    private const string ItemMessage = "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.";

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Unwrap(arguments);
        if (value is null or "")
        {
            throw new ValidationMetadataException(Message);
        }

        if (value is Collections.IDictionary dictionary)
        {
            if (dictionary.Count == 0)
            {
                throw new ValidationMetadataException(ItemMessage);
            }

            return;
        }

        if (LanguagePrimitives.GetEnumerable(value) is not { } items)
        {
            return;
        }

        bool any = false;
        foreach (object? item in items)
        {
            any = true;
            if (PSObject.Unwrap(item) is null or "")
            {
                throw new ValidationMetadataException(ItemMessage);
            }
        }

        if (!any)
        {
            throw new ValidationMetadataException(ItemMessage);
        }
    }
}

namespace System.Management.Automation;

/// <summary>Refuses arguments by their items.</summary>
public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    /// <summary>Throws when the item will not do.</summary>
    protected abstract void ValidateElement(object element);

    /// <inheritdoc/>
    protected sealed override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is null)
        {
            throw new ValidationMetadataException("The argument is null or an element of the argument collection contains a null value.");
        }

        Collections.IEnumerable? items = LanguagePrimitives.GetEnumerable(arguments);
        if (items is null)
        {
            ValidateElement(arguments);
            return;
        }

        foreach (object item in items)
        {
            ValidateElement(item);
        }
    }
}

namespace System.Management.Automation;

/// <summary>A property added to an object.</summary>
public class PSNoteProperty : PSPropertyInfo
{
    /// <summary>Holds a name and a value.</summary>
    public PSNoteProperty(string name, object? value)
        : base(name)
    {
        Value = value!;
    }

    /// <inheritdoc/>
    public override PSMemberTypes MemberType => PSMemberTypes.NoteProperty;

    /// <inheritdoc/>
    public override object Value { get; set; }

    /// <inheritdoc/>
    public override string TypeNameOfValue => Value is null ? "System.Object" : PSObject.Unwrap(Value)!.GetType().FullName!;

    /// <inheritdoc/>
    public override bool IsSettable => true;

    /// <inheritdoc/>
    public override bool IsGettable => true;

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new PSNoteProperty(Name, Value);

    /// <inheritdoc/>
    public override string ToString() => $"{TypeNameOfValue} {Name}={Value}";
}

using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using RedisPS.Runner.Objects;

namespace System.Management.Automation;

/// <summary>An object with properties added to it, or properties only.</summary>
public class PSObject
{
    private readonly object _base;
    private Collection<string>? _typeNames;

    /// <summary>An object with nothing but the properties to be added.</summary>
    public PSObject()
    {
        _base = PSCustomObject.Instance;
    }

    /// <summary>An object around another.</summary>
    public PSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        _base = obj is PSObject other ? other._base : obj;
    }

    /// <summary>The object inside.</summary>
    public object BaseObject => _base is PSCustomObject ? this : _base;

    /// <summary>The object inside.</summary>
    public object ImmediateBaseObject => _base;

    /// <summary>The properties.</summary>
    public PSMemberInfoCollection<PSPropertyInfo> Properties => new(this);

    /// <summary>The members, of which the runner knows properties.</summary>
    public PSMemberInfoCollection<PSMemberInfo> Members => new(this);

    /// <summary>The names by which a view is chosen.</summary>
    public Collection<string> TypeNames => _typeNames ??= TypeNamesOf(_base);

    /// <summary>How a number was written, where that differs: the key 007 is not the key 7.</summary>
    internal string? TokenText { get; private init; }

    internal bool IsCustom => _base is PSCustomObject;

    internal List<PSNoteProperty>? Notes { get; private set; }

    /// <summary>The object itself if it is a PSObject, else one around it.</summary>
    public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);

    internal static object NumberWord(object number, string word) =>
        TextConverter.ToText(number) == word ? number : new PSObject(number) { TokenText = word };

    [return: NotNullIfNotNull(nameof(value))]
    internal static object? Unwrap(object? value) => value is PSObject { IsCustom: false } wrapped ? wrapped._base : value;

    internal void AddNote(PSNoteProperty note) => (Notes ??= []).Add(note);

    internal void AddNote(string name, object? value) => AddNote(new PSNoteProperty(name, value));

    internal static Collection<string> TypeNamesOf(object value)
    {
        Collection<string> names = [];
        if (value is PSCustomObject)
        {
            names.Add("System.Management.Automation.PSCustomObject");
            names.Add("System.Object");
            return names;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            names.Add(TypeText.NameForViews(type));
        }

        return names;
    }

    /// <summary>A copy with properties of its own.</summary>
    public virtual PSObject Copy()
    {
        PSObject copy = IsCustom ? new PSObject() : new PSObject(_base);
        foreach (PSNoteProperty note in Notes ?? [])
        {
            copy.AddNote(note.Name, note.Value);
        }

        return copy;
    }

    /// <inheritdoc/>
    public override string ToString() => TextConverter.ToText(this);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (!IsCustom && _base.Equals(Unwrap(obj)));

    /// <inheritdoc/>
    public override int GetHashCode() => IsCustom ? Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this) : _base.GetHashCode();
}

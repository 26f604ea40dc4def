using System.Collections;
using System.Reflection;
using RedisPS.Runner.Objects;

namespace System.Management.Automation;

/// <summary>The properties of an object: those added to it and those of its class.</summary>
/// <typeparam name="T">What sort of member is looked at.</typeparam>
public class PSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    private readonly PSObject _owner;

    internal PSMemberInfoCollection(PSObject owner)
    {
        _owner = owner;
    }

    /// <summary>The member of that name, in any case; null when there is none.</summary>
    public T? this[string name]
    {
        get
        {
            if (_owner.Notes is { } notes)
            {
                foreach (PSNoteProperty note in notes)
                {
                    if (string.Equals(note.Name, name, StringComparison.OrdinalIgnoreCase))
                    {
                        return note as T;
                    }
                }
            }

            object target = _owner.BaseObject;
            if (target is IDictionary dictionary && dictionary.Contains(name))
            {
                return new PSNoteProperty(name, dictionary[name]) as T;
            }

            return PropertyTable.For(target.GetType()).Find(name) is { } property ? new PSProperty(property, target) as T : null;
        }
    }

    /// <summary>Adds a member.</summary>
    public void Add(T member)
    {
        if (this[member.Name] is not null)
        {
            throw new RuntimeException($"Cannot add a member with the name \"{member.Name}\" because a member with that name already exists.");
        }

        _owner.AddNote(member as PSNoteProperty ?? new PSNoteProperty(member.Name, member.Value));
    }

    /// <summary>Takes a member away.</summary>
    public void Remove(string name) => _owner.Notes?.RemoveAll(note => string.Equals(note.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The members whose names match.</summary>
    public IReadOnlyList<T> Match(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        List<T> found = [];
        foreach (T member in this)
        {
            if (pattern.IsMatch(member.Name))
            {
                found.Add(member);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        object target = _owner.BaseObject;
        if (target is not PSCustomObject)
        {
            foreach (PropertyInfo property in PropertyTable.For(target.GetType()).All)
            {
                if (new PSProperty(property, target) is T member)
                {
                    yield return member;
                }
            }
        }

        if (_owner.Notes is { } notes)
        {
            foreach (PSNoteProperty note in notes)
            {
                if (note is T member)
                {
                    yield return member;
                }
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

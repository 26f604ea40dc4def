using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Runner.Objects;

/// <summary>Reads properties of whatever comes down the pipeline: added ones, dictionary entries, those of the class.</summary>
internal static class PropertyAccess
{
    internal static bool TryGet(object? target, string name, out object? value)
    {
        if (PSObject.Unwrap(target) is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Key is string key && string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                {
                    value = entry.Value;
                    return true;
                }
            }
        }

        return TryGetMember(target, name, out value);
    }

    /// <summary>Members only: the entries of a dictionary are none, as far as binding is concerned.</summary>
    internal static bool TryGetMember(object? target, string name, out object? value)
    {
        value = null;
        if (target is null)
        {
            return false;
        }

        if (target is PSObject wrapped)
        {
            foreach (PSNoteProperty note in wrapped.Notes ?? [])
            {
                if (string.Equals(note.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    value = note.Value;
                    return true;
                }
            }

            target = wrapped.BaseObject;
        }

        PropertyTable table = PropertyTable.For(target.GetType());
        PropertyInfo? property = table.Find(name);
        if (property is null)
        {
            // PowerShell gives every array Count and every scalar a Count of one and a Length of one.
            if (target is Array array && string.Equals(name, "Count", StringComparison.OrdinalIgnoreCase))
            {
                value = array.Length;
                return true;
            }

            return false;
        }

        try
        {
            value = property.GetValue(target);
            return true;
        }
        catch (TargetInvocationException)
        {
            // As in PowerShell, a property that throws reads as null.
            return true;
        }
    }

    internal static object? Get(object? target, string name) => TryGet(target, name, out object? value) ? value : null;

    /// <summary>The names of all properties: of the class first, then those added; or the added ones alone.</summary>
    internal static List<string> Names(object target)
    {
        List<string> names = [];
        if (target is not PSObject { IsCustom: true })
        {
            foreach (PropertyInfo property in PropertyTable.For(PSObject.Unwrap(target)!.GetType()).All)
            {
                names.Add(property.Name);
            }
        }

        if (target is PSObject { Notes: { } notes })
        {
            foreach (PSNoteProperty note in notes)
            {
                names.Add(note.Name);
            }
        }

        return names;
    }
}

namespace System.Management.Automation;

/// <summary>The variables of the session.</summary>
public sealed class PSVariableIntrinsics
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    internal PSVariableIntrinsics()
    {
    }

    internal bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    /// <summary>The value, or null.</summary>
    public object GetValue(string name) => GetValue(name, null);

    /// <summary>The value, or the default.</summary>
    public object GetValue(string name, object? defaultValue) => (_values.TryGetValue(name, out object? value) ? value : defaultValue)!;

    /// <summary>Sets a value.</summary>
    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>Forgets a variable.</summary>
    public void Remove(string name) => _values.Remove(name);
}

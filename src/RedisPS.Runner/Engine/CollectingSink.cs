namespace RedisPS.Runner.Engine;

/// <summary>Keeps the objects, for a variable or for @( ).</summary>
internal sealed class CollectingSink : IObjectSink
{
    internal List<object?> Items { get; } = [];

    public void Receive(object? value) => Items.Add(value);

    /// <summary>Nothing, the one object, or an array: what PowerShell puts into a variable.</summary>
    internal object? ToVariable() => Items.Count switch
    {
        0 => null,
        1 => Items[0],
        _ => Items.ToArray(),
    };
}

using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>Sort-Object. It has to have everything before it can write anything.</summary>
[Cmdlet("Sort", "Object")]
[Alias("sort")]
[OutputType(typeof(object))]
internal sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<object> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Stable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject.Notes is null ? PSObject.Unwrap(InputObject)! : InputObject);
        }
    }

    protected override void EndProcessing()
    {
        List<PropertyColumn> columns = [.. (Property ?? []).Select(PropertyColumn.Parse)];
        List<(object Item, object?[] Keys)> keyed = _items.ConvertAll(item => (item, Keys(item, columns)));

        // A stable sort: List.Sort is not.
        IEnumerable<(object Item, object?[] Keys)> sorted = keyed.Order(Comparer<(object Item, object?[] Keys)>.Create((a, b) => Compare(a.Keys, b.Keys)));
        if (Unique)
        {
            sorted = WithoutRepeats(sorted);
        }

        if (Top > 0)
        {
            sorted = sorted.Take(Top);
        }
        else if (Bottom > 0)
        {
            sorted = sorted.TakeLast(Bottom);
        }

        foreach ((object item, _) in sorted)
        {
            WriteObject(item);
        }
    }

    private static object?[] Keys(object item, List<PropertyColumn> columns)
    {
        if (columns.Count == 0)
        {
            return [item];
        }

        List<object?> keys = [];
        foreach (PropertyColumn column in columns)
        {
            foreach (string name in column.Resolve(item, keepUnknown: true))
            {
                keys.Add(PropertyAccess.Get(item, name));
            }
        }

        return [.. keys];
    }

    private IEnumerable<(object Item, object?[] Keys)> WithoutRepeats(IEnumerable<(object Item, object?[] Keys)> sorted)
    {
        object?[]? last = null;
        foreach ((object Item, object?[] Keys) entry in sorted)
        {
            if (last is null || Compare(last, entry.Keys) != 0)
            {
                last = entry.Keys;
                yield return entry;
            }
        }
    }

    private int Compare(object?[] first, object?[] second)
    {
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            int order = SortOrder.Compare(first[i], second[i], !CaseSensitive);
            if (order != 0)
            {
                return Descending ? -order : order;
            }
        }

        return 0;
    }
}

using System.Collections;
using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>Group-Object: how many of each.</summary>
[Cmdlet("Group", "Object")]
[Alias("group")]
[OutputType(typeof(GroupInfo))]
internal sealed class GroupObjectCommand : PSCmdlet
{
    private readonly Dictionary<string, List<(ArrayList Values, ArrayList Items)>> _groups = new(StringComparer.OrdinalIgnoreCase);

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object item = InputObject.Notes is null ? PSObject.Unwrap(InputObject)! : InputObject;
        ArrayList values = [];
        if (Property is null)
        {
            values.Add(item);
        }

        foreach (object given in Property ?? [])
        {
            PropertyColumn column = PropertyColumn.Parse(given);
            foreach (string name in column.Resolve(item, keepUnknown: true))
            {
                values.Add(PropertyAccess.Get(item, name));
            }
        }

        Add(values, item);
    }

    protected override void EndProcessing()
    {
        IEnumerable<(ArrayList Values, ArrayList Items)> sorted = _groups.Values
            .SelectMany(groups => groups)
            .Order(Comparer<(ArrayList Values, ArrayList Items)>.Create((a, b) => Compare(a.Values, b.Values)));
        foreach ((ArrayList values, ArrayList items) in sorted)
        {
            string name = string.Join(", ", values.Cast<object?>().Select(NameOf));
            WriteObject(NoElement ? new GroupInfoNoElement(name, items.Count, values) : new GroupInfo(name, items, values));
        }
    }

    private static string NameOf(object? value) =>
        LanguagePrimitives.GetEnumerable(value) is { } items ? "{" + string.Join(", ", items.Cast<object?>().Select(TextConverter.ToText)) + "}" : TextConverter.ToText(value);

    private void Add(ArrayList values, object item)
    {
        string key = string.Join('\0', values.Cast<object?>().Select(TextConverter.ToText));
        if (!_groups.TryGetValue(key, out List<(ArrayList Values, ArrayList Items)>? groups))
        {
            _groups[key] = groups = [];
        }

        foreach ((ArrayList known, ArrayList items) in groups)
        {
            if (Compare(known, values) == 0)
            {
                items.Add(item);
                return;
            }
        }

        groups.Add((values, [item]));
    }

    private int Compare(ArrayList first, ArrayList second)
    {
        for (int i = 0; i < Math.Min(first.Count, second.Count); i++)
        {
            int order = SortOrder.Compare(first[i], second[i], !CaseSensitive);
            if (order != 0)
            {
                return order;
            }
        }

        return first.Count.CompareTo(second.Count);
    }
}

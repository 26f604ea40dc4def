using System.Management.Automation;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>Select-Object: some properties, or the first, last or other ones of many. The first ones end the commands before.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
[Alias("select")]
[OutputType(typeof(PSObject))]
internal sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<object?> _seen = [];
    private readonly Queue<object?> _held = new();
    private List<PropertyColumn> _columns = [];
    private int _skipped;
    private int _given;
    private int _index = -1;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public string[]? ExcludeProperty { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[]? SkipIndex { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        _columns = [.. (Property ?? []).Select(PropertyColumn.Parse)];
        if (First == 0 && Last < 0 && !Wait)
        {
            throw new StopUpstreamException(this);
        }
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object value = InputObject.Notes is null ? PSObject.Unwrap(InputObject)! : InputObject;
        _index++;
        if ((Index is not null && !Index.Contains(_index)) || SkipIndex?.Contains(_index) == true)
        {
            return;
        }

        if (Last >= 0)
        {
            // With -Last, -Skip counts from the end.
            _held.Enqueue(value);
            if (_held.Count > (long)Last + Skip)
            {
                object? old = _held.Dequeue();
                TakeFirst(old);
            }

            return;
        }

        if (_skipped < Skip)
        {
            _skipped++;
            return;
        }

        if (SkipLast > 0)
        {
            _held.Enqueue(value);
            if (_held.Count <= SkipLast)
            {
                return;
            }

            value = _held.Dequeue()!;
        }

        if (First >= 0 && _given >= First)
        {
            return;
        }

        _given++;
        Emit(value);
        if (First >= 0 && _given >= First && !Wait)
        {
            throw new StopUpstreamException(this);
        }
    }

    protected override void EndProcessing()
    {
        if (Last < 0)
        {
            return;
        }

        int count = Math.Min(Last, Math.Max(0, _held.Count - Skip));
        while (count-- > 0)
        {
            Emit(_held.Dequeue()!);
        }
    }

    private void TakeFirst(object? value)
    {
        if (First >= 0 && _given < First)
        {
            _given++;
            Emit(value!);
        }
    }

    private void Emit(object value)
    {
        object? selected = value;
        if (_columns.Count > 0 || ExcludeProperty is not null)
        {
            selected = Pick(value);
        }

        if (ExpandProperty is not null)
        {
            Expand(value, selected);
            return;
        }

        EmitOne(selected);
    }

    private void EmitOne(object? value)
    {
        if (!Unique)
        {
            WriteObject(value);
            return;
        }

        foreach (object? known in _seen)
        {
            if (AreSame(known, value))
            {
                return;
            }
        }

        _seen.Add(value);
        WriteObject(value);
    }

    private bool AreSame(object? first, object? second)
    {
        if (first is not PSObject { IsCustom: true } one || second is not PSObject { IsCustom: true } other)
        {
            return ValueComparer.AreEqual(first, second, CaseInsensitive);
        }

        List<PSNoteProperty> left = one.Notes ?? [];
        List<PSNoteProperty> right = other.Notes ?? [];
        return left.Count == right.Count && left.TrueForAll(note => ValueComparer.AreEqual(note.Value, PropertyAccess.Get(other, note.Name), CaseInsensitive));
    }

    private PSObject Pick(object value)
    {
        PSObject picked = new();
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<PropertyColumn> columns = _columns.Count > 0 ? _columns : [PropertyColumn.Parse("*")];
        foreach (PropertyColumn column in columns)
        {
            foreach (string name in column.Resolve(value, keepUnknown: true))
            {
                string label = column.Label ?? name;
                if (!IsExcluded(name) && taken.Add(label))
                {
                    picked.AddNote(label, PropertyAccess.Get(value, name));
                }
            }
        }

        picked.TypeNames.Insert(0, "Selected." + PSObject.AsPSObject(value).TypeNames[0]);
        return picked;
    }

    private bool IsExcluded(string name) =>
        ExcludeProperty is not null && Array.Exists(ExcludeProperty, pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name));

    private void Expand(object value, object? selected)
    {
        if (!PropertyAccess.TryGet(value, ExpandProperty!, out object? inner))
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."),
                "ExpandPropertyNotFound",
                ErrorCategory.InvalidArgument,
                value));
            return;
        }

        List<PSNoteProperty>? notes = _columns.Count > 0 ? ((PSObject)selected!).Notes : null;
        if (LanguagePrimitives.GetEnumerable(inner) is not { } items)
        {
            EmitExpanded(inner, notes);
            return;
        }

        foreach (object? item in items)
        {
            EmitExpanded(item, notes);
        }
    }

    private void EmitExpanded(object? item, List<PSNoteProperty>? notes)
    {
        if (item is null || notes is null)
        {
            EmitOne(item);
            return;
        }

        PSObject wrapped = PSObject.AsPSObject(item).Copy();
        foreach (PSNoteProperty note in notes)
        {
            if (!PropertyAccess.TryGetMember(wrapped, note.Name, out _))
            {
                wrapped.AddNote(note.Name, note.Value);
            }
        }

        EmitOne(wrapped);
    }
}

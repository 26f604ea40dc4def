using System.Globalization;
using System.Management.Automation;
using RedisPS.Runner.Formatting;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>Measure-Object. It keeps sums, never the objects.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
[Alias("measure")]
[OutputType(typeof(MeasureInfo))]
internal sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly Dictionary<string, Column> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Column _whole = new();

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Sum { get; set; }

    [Parameter]
    public SwitchParameter Average { get; set; }

    [Parameter]
    public SwitchParameter Maximum { get; set; }

    [Parameter]
    public SwitchParameter Minimum { get; set; }

    [Parameter]
    public SwitchParameter StandardDeviation { get; set; }

    [Parameter]
    public SwitchParameter AllStats { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object item = InputObject.Notes is null ? PSObject.Unwrap(InputObject)! : InputObject;
        if (Property is null)
        {
            Take(_whole, item, item);
            return;
        }

        foreach (string given in Property)
        {
            foreach (string name in PropertyColumn.Parse(given).Resolve(item, keepUnknown: false))
            {
                if (PropertyAccess.Get(item, name) is { } value)
                {
                    if (!_columns.TryGetValue(name, out Column? column))
                    {
                        _columns[name] = column = new Column();
                    }

                    Take(column, value, item);
                }
            }
        }
    }

    protected override void EndProcessing()
    {
        if (Property is null)
        {
            WriteObject(Result(_whole, null));
            return;
        }

        foreach (string name in Property)
        {
            if (_columns.Remove(name, out Column? column))
            {
                WriteObject(Result(column, name));
            }
        }

        foreach ((string name, Column column) in _columns)
        {
            WriteObject(Result(column, name));
        }
    }

    private void Take(Column column, object value, object item)
    {
        column.Count++;
        if (Sum || Average || StandardDeviation || AllStats)
        {
            if (!LanguagePrimitives.TryConvertTo(value, out double number))
            {
                WriteError(new ErrorRecord(
                    new PSArgumentException($"Input object \"{TextConverter.ToText(value)}\" is not numeric."),
                    "NonNumericInputObject",
                    ErrorCategory.InvalidType,
                    item));
                column.HasOther = true;
                return;
            }

            column.Add(number);
        }

        if (Maximum || AllStats)
        {
            column.Maximum = column.Maximum is null || SortOrder.Compare(value, column.Maximum, ignoreCase: true) > 0 ? value : column.Maximum;
        }

        if (Minimum || AllStats)
        {
            column.Minimum = column.Minimum is null || SortOrder.Compare(value, column.Minimum, ignoreCase: true) < 0 ? value : column.Minimum;
        }
    }

    private MeasureInfo Result(Column column, string? name) => new()
    {
        Count = column.Count,
        Sum = (Sum || AllStats) && !column.HasOther ? column.Sum : null,
        Average = (Average || AllStats) && column.Count > 0 && !column.HasOther ? column.Sum / column.Count : null,
        StandardDeviation = (StandardDeviation || AllStats) && column.Count > 1 && !column.HasOther ? Math.Sqrt(column.Squares / (column.Count - 1)) : null,
        Maximum = AsNumber(column.Maximum),
        Minimum = AsNumber(column.Minimum),
        Property = name,
    };

    // Numbers come out as doubles, anything else as it is.
    private static object? AsNumber(object? value) => ValueConverter.IsNumber(PSObject.Unwrap(value)) ? Convert.ToDouble(PSObject.Unwrap(value), CultureInfo.InvariantCulture) : value;

    private sealed class Column
    {
        private double _mean;

        internal int Count { get; set; }

        /// <summary>Whether something came that is no number: then there is no sum.</summary>
        internal bool HasOther { get; set; }

        internal double Sum { get; private set; }

        internal double Squares { get; private set; }

        internal object? Maximum { get; set; }

        internal object? Minimum { get; set; }

        internal void Add(double number)
        {
            Sum += number;
            double delta = number - _mean;
            _mean += delta / Count;
            Squares += delta * (number - _mean);
        }
    }
}

using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>Chooses the layout for the first object of an output.</summary>
internal static class LayoutFactory
{
    private const int MostTableProperties = 4;
    private const int MostColumns = 10;

    internal static Layout For(object target, FormatRequest request)
    {
        IReadOnlyList<string> names = PSObject.AsPSObject(target).TypeNames;
        if (request.Columns.Count == 0 && ViewTable.Find(names, request.Kind) is { } view)
        {
            return Adjust(view, request);
        }

        bool asTable = request.Kind == typeof(TableLayout)
            || (request.Kind is null && PropertyAccess.Names(target).Count <= MostTableProperties);
        return asTable ? TableFor(target, request) : ListFor(target, request);
    }

    private static Layout Adjust(Layout view, FormatRequest request)
    {
        if (view is TableLayout table && (request.AutoSize || request.HideHeaders || request.Wrap || request.GroupBy is not null))
        {
            return new TableLayout
            {
                TypeNames = table.TypeNames,
                Columns = table.Columns,
                AutoSize = table.AutoSize || request.AutoSize,
                HideHeaders = table.HideHeaders || request.HideHeaders,
                Wrap = table.Wrap || request.Wrap,
                GroupBy = request.GroupBy ?? table.GroupBy,
                GroupLabel = request.GroupBy is null ? table.GroupLabel : null,
            };
        }

        if (view is ListLayout list && request.GroupBy is not null)
        {
            return new ListLayout { TypeNames = list.TypeNames, Fields = list.Fields, GroupBy = request.GroupBy };
        }

        return view;
    }

    private static TableLayout TableFor(object target, FormatRequest request)
    {
        List<TableColumn> columns = [];
        if (request.Columns.Count == 0)
        {
            foreach (string name in PropertyAccess.Names(target).Take(MostColumns))
            {
                columns.Add(Column(target, name, null));
            }
        }

        foreach (PropertyColumn given in request.Columns)
        {
            foreach (string name in given.Resolve(target, keepUnknown: true))
            {
                columns.Add(Column(target, name, given));
            }
        }

        return new TableLayout
        {
            Columns = columns,
            AutoSize = request.AutoSize,
            HideHeaders = request.HideHeaders,
            Wrap = request.Wrap,
            GroupBy = request.GroupBy,
        };
    }

    private static TableColumn Column(object target, string name, PropertyColumn? given)
    {
        object? value = PSObject.Unwrap(PropertyAccess.Get(target, name));
        TextAlignment alignment = given is { Alignment: not TextAlignment.Undefined } ? given.Alignment
            : value is not null and not string && DisplayText.IsScalar(value) ? TextAlignment.Right : TextAlignment.Left;
        FormatItem item = given?.Format is { } format ? new FormatItem(name, null, format) : new FormatItem(name, null, null) { IsPlainColumn = true };
        return new TableColumn(given?.Label ?? name, given?.Width ?? 0, alignment, item);
    }

    private static ListLayout ListFor(object target, FormatRequest request)
    {
        if (request.Columns.Count == 0)
        {
            return new ListLayout { GroupBy = request.GroupBy };
        }

        List<ListField> fields = [];
        foreach (PropertyColumn given in request.Columns)
        {
            foreach (string name in given.Resolve(target, keepUnknown: false))
            {
                fields.Add(new ListField(given.Label ?? name, new FormatItem(name, null, given.Format)));
            }
        }

        return new ListLayout { Fields = fields, GroupBy = request.GroupBy };
    }
}

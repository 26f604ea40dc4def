using System.Reflection;

namespace RedisPS.Runner.Formatting;

/// <summary>The views of one area of the module, or those PowerShell itself has for what the runner's own commands write. Each is read when first needed.</summary>
internal sealed class ViewTable
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, ViewTable> s_areas = new(StringComparer.Ordinal);

    private readonly List<(IReadOnlyList<string> Types, FormatNode Node)> _views = [];

    private ViewTable(string area)
    {
        using Stream? stream = typeof(ViewTable).Assembly.GetManifestResourceStream($"views/{area}.format.ps1xml");
        if (stream is null)
        {
            return;
        }

        FormatNode root = FormatNode.Read(stream);
        Dictionary<string, List<string>> sets = [];
        foreach (FormatNode set in root.Child("SelectionSets")?.Children ?? [])
        {
            sets[set.Child("Name")?.Text.Trim() ?? string.Empty] = Names(set.Child("Types"), []);
        }

        foreach (FormatNode view in root.Child("ViewDefinitions")?.Children ?? [])
        {
            _views.Add((Names(view.Child("ViewSelectedBy"), sets), view));
        }
    }

    /// <summary>The first view for the most derived type; of one kind of layout if one is asked for.</summary>
    internal static Layout? Find(IReadOnlyList<string> typeNames, Type? kind)
    {
        lock (s_gate)
        {
            foreach (string name in typeNames)
            {
                if (AreaOf(name) is { } area && Area(area).FindHere(typeNames, kind) is { } found)
                {
                    return found;
                }
            }

            return Area("Runner").FindHere(typeNames, kind);
        }
    }

    private static ViewTable Area(string name)
    {
        if (!s_areas.TryGetValue(name, out ViewTable? area))
        {
            s_areas[name] = area = new ViewTable(name);
        }

        return area;
    }

    // A type's last namespace is its area: RedisPS.Core.Memory.MemoryStat is viewed in Memory/Memory.format.ps1xml.
    // What the client brings to the pipeline is keys.
    private static string? AreaOf(string typeName)
    {
        if (!typeName.StartsWith("RedisPS.", StringComparison.Ordinal))
        {
            return null;
        }

        int end = typeName.LastIndexOf('.');
        string area = typeName[(typeName.LastIndexOf('.', end - 1) + 1)..end];
        return area == "Client" ? "Keyspace" : area;
    }

    private static List<string> Names(FormatNode? parent, Dictionary<string, List<string>> sets)
    {
        List<string> names = [];
        foreach (FormatNode child in parent?.Children ?? [])
        {
            if (child.Name == "TypeName")
            {
                names.Add(child.Text.Trim());
            }
            else if (child.Name == "SelectionSetName" && sets.TryGetValue(child.Text.Trim(), out List<string>? set))
            {
                names.AddRange(set);
            }
        }

        return names;
    }

    private Layout? FindHere(IReadOnlyList<string> typeNames, Type? kind)
    {
        foreach (string name in typeNames)
        {
            foreach ((IReadOnlyList<string> types, FormatNode node) in _views)
            {
                foreach (string type in types)
                {
                    if (string.Equals(type, name, StringComparison.OrdinalIgnoreCase)
                        && ViewReader.Read(node, types) is { } layout && (kind is null || kind.IsInstanceOfType(layout)))
                    {
                        return layout;
                    }
                }
            }
        }

        return null;
    }
}

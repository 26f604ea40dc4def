using System.Reflection;

namespace RedisPS.Runner.Formatting;

/// <summary>The views of the module's format file, and those PowerShell itself has for what the runner's own commands write.</summary>
internal sealed class ViewTable
{
    private static readonly Lock s_gate = new();
    private static ViewTable? s_module;
    private static ViewTable? s_own;

    private readonly List<(IReadOnlyList<string> Types, FormatNode Node)> _views = [];

    private ViewTable(string resource)
    {
        using Stream? stream = typeof(ViewTable).Assembly.GetManifestResourceStream(resource);
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
            bool ours = false;
            foreach (string name in typeNames)
            {
                ours |= name.StartsWith("RedisPS.", StringComparison.Ordinal);
            }

            if (ours && (s_module ??= new ViewTable("RedisPS.format.ps1xml")).FindHere(typeNames, kind) is { } found)
            {
                return found;
            }

            return (s_own ??= new ViewTable("Runner.format.ps1xml")).FindHere(typeNames, kind);
        }
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

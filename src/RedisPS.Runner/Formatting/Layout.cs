namespace RedisPS.Runner.Formatting;

/// <summary>How objects are laid out, from a view or from the object's own properties.</summary>
internal abstract class Layout
{
    /// <summary>The types the view is for; null when it takes anything.</summary>
    internal IReadOnlyList<string>? TypeNames { get; init; }

    /// <summary>The property whose changes start a new group.</summary>
    internal FormatItem? GroupBy { get; init; }

    internal string? GroupLabel { get; init; }

    internal bool Applies(IEnumerable<string> typeNames)
    {
        if (TypeNames is null)
        {
            return true;
        }

        foreach (string name in typeNames)
        {
            foreach (string own in TypeNames)
            {
                if (string.Equals(own, name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

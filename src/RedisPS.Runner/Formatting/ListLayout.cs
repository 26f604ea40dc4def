using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>One line a property.</summary>
internal sealed class ListLayout : Layout
{
    /// <summary>The fields; null when each object shows its own properties.</summary>
    internal IReadOnlyList<ListField>? Fields { get; init; }

    internal IReadOnlyList<ListField> FieldsOf(object target) =>
        Fields ?? PropertyAccess.Names(target).ConvertAll(name => new ListField(name, new FormatItem(name, null, null)));
}

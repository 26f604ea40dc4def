using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>An order for anything: nothing comes first, what cannot be compared is compared as text.</summary>
internal static class SortOrder
{
    internal static int Compare(object? first, object? second, bool ignoreCase)
    {
        first = PSObject.Unwrap(first);
        second = PSObject.Unwrap(second);
        if (first is null || second is null)
        {
            return first is null ? second is null ? 0 : -1 : 1;
        }

        try
        {
            return ValueComparer.Compare(first, second, ignoreCase);
        }
        catch (RuntimeException)
        {
            return TextOrder.Compare(TextConverter.ToText(first), TextConverter.ToText(second), ignoreCase);
        }
    }
}

using System.Collections;
using System.Globalization;
using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Values;

/// <summary>Values as lines for people.</summary>
internal static class ValueDisplay
{
    /// <summary>The value, an element a line, and how many more there are. What a terminal would obey is escaped.</summary>
    public static string Of(RedisValue value) => PrintableText.Of(Lines(value));

    private static string Lines(RedisValue value)
    {
        StringBuilder text = new();
        switch (value.Value)
        {
            case null:
                return value.Hint ?? "";
            case string or byte[]:
                text.Append(One(value.Value));
                break;
            case IDictionary map when value.Type == "hash":
                foreach (DictionaryEntry field in map) { Line(text, $"{field.Key}: {One(field.Value)}"); }
                break;
            case IEnumerable items when value.Type is "list" or "set" or "zset" or "stream" or "vectorset":
                foreach (object? item in items) { Line(text, Item(item)); }
                break;
            default:
                text.Append(One(value.Value));
                break;
        }

        if (value.IsTruncated) { Line(text, More(value)); }
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(text.Length == 0 ? "" : "\n").Append(line);

    private static string More(RedisValue value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return value switch
        {
            { Length: { } length, Value: ICollection items and not byte[] } when length > items.Count => string.Create(culture, $"... and {length - items.Count:N0} more"),
            { Length: { } length, Value: string or byte[] } => string.Create(culture, $"... ({length:N0} bytes in all)"),
            _ => "...",
        };
    }

    private static string Item(object? item) => item switch
    {
        SortedSetMember member => string.Create(CultureInfo.InvariantCulture, $"{member.Score}  {One(member.Member)}"),
        StreamEntry entry => $"{entry.Id}  {string.Join(' ', entry.Fields.Select(field => $"{field.Key}={One(field.Value)}"))}",
        VectorSetElement element => $"{One(element.Name)}{(element.Vector is null ? "" : $" ({element.Vector.Count} dimensions)")}",
        _ => One(item),
    };

    private static string One(object? value) => value switch
    {
        null => "(nil)",
        byte[] bytes => new RedisKey(bytes).ToString(),
        string text => text,
        bool truth => truth ? "true" : "false",
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {One(map[key])}")) + "}",
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(One)) + "]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

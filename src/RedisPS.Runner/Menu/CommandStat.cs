using System.Globalization;
using RedisPS.Core.Server;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>One command's row of INFO commandstats.</summary>
internal sealed record CommandStat(string Name, long Calls, long Microseconds, long Rejected, long Failed)
{
    private const string Prefix = "cmdstat_";

    internal const string Heading = "Command                            Calls     µs a call  Refused   Failed";

    /// <summary>The row of an item; null when it is none.</summary>
    internal static CommandStat? Of(RedisInfoItem item)
    {
        if (!item.Name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, string> fields = item.RawValue.Split(',').Select(field => field.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        long Number(string name) => long.TryParse(fields.GetValueOrDefault(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : 0;
        return new CommandStat(item.Name[Prefix.Length..].Replace('|', ' '), Number("calls"), Number("usec"), Number("rejected_calls"), Number("failed_calls"));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{DisplayCells.Fit(Name, 26)}{Calls,14:N0}{(Calls == 0 ? 0 : (double)Microseconds / Calls),14:N1}{Rejected,9:N0}{Failed,9:N0}");
}

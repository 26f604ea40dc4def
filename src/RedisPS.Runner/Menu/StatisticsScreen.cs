using System.Globalization;
using RedisPS.Core.Server;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The server's counters, and how fast they grew since they were looked at last.</summary>
internal sealed class StatisticsScreen(MenuHost host) : MenuScreen(host)
{
    private static readonly Choice[] s_sections =
    [
        new("stats", "what came and went since the start"),
        new("commandstats", "calls and time of each command"),
        new("latencystats", "how long commands took"),
        new("errorstats", "errors by their kind"),
        new("clients", "connections"),
        new("replication", "primary and replicas"),
        new("persistence", "saves and the append-only file"),
        new("memory", "use and allocator"),
        new("cpu", "time of the processor"),
        new("keyspace", "keys by database"),
        new("server", "version, system, uptime"),
    ];

    private string _section = "stats";
    private Dictionary<string, long> _before = [];
    private Dictionary<string, long> _now = [];
    private long _readAt;
    private double _seconds;
    private List<RedisInfoItem> _items = [];

    protected override string Title => _seconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $"Statistics: {_section}, rates over {_seconds:0.0} s")
        : $"Statistics: {_section}; r again shows rates";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("s section");

    protected override void Load()
    {
        LineResult result = Run($"Get-RedisInfo -Section {_section}");
        Messages.Clear();
        Messages.AddRange(result.Problems);
        if (result.Failed || result.Interrupted)
        {
            return;
        }

        long readAt = Environment.TickCount64;
        _seconds = _readAt == 0 ? 0 : (readAt - _readAt) / 1000.0;
        _readAt = readAt;
        _items = result.Objects.OfType<RedisInfoItem>().ToList();
        _before = _now;
        _now = _items.Where(item => item.Value is long).DistinctBy(item => item.Name).ToDictionary(item => item.Name, item => (long)item.Value, StringComparer.Ordinal);
    }

    protected override IEnumerable<BodyLine> Text(int width)
    {
        // What is asked first, and no server counts.
        if (_now.TryGetValue("keyspace_hits", out long hits) && _now.TryGetValue("keyspace_misses", out long misses) && hits + misses > 0)
        {
            yield return new BodyLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / (hits + misses):0.0} % of the keys that were asked for were there."), BodyStyle.Heading);
        }

        CommandStat[] commands = [.. _items.Select(CommandStat.Of).OfType<CommandStat>().OrderByDescending(command => command.Microseconds)];
        if (commands.Length > 0)
        {
            yield return new BodyLine(CommandStat.Heading, BodyStyle.Heading);
        }

        foreach (string row in commands.Length > 0 ? commands.Select(command => command.ToString()) : _items.SelectMany(item => Rows(item, width)))
        {
            yield return new BodyLine(row);
        }
    }

    private IEnumerable<string> Rows(RedisInfoItem item, int width)
    {
        string value = item.Value is long number ? number.ToString("N0", CultureInfo.InvariantCulture) : item.RawValue;
        return value.Length <= 20
            ? [$"{DisplayCells.Fit(item.Name, 36)}{value,20}{Rate(item.Name),18}"]
            : DisplayCells.WrapWords($"{DisplayCells.Fit(item.Name, 28)}  {value.Replace(",", ", ", StringComparison.Ordinal)}", width);
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar != 's')
        {
            return false;
        }

        if (ChoiceScreen.Ask(Host, "Which part?", s_sections) is { } section && section.Name != _section)
        {
            _section = section.Name;
            _readAt = 0;
            _now = [];
            Index = 0;
            Reload();
        }

        return true;
    }

    // A counter that fell was reset: what lies between is not a rate.
    private string Rate(string name)
    {
        bool isRate = name.StartsWith("instantaneous_", StringComparison.Ordinal);
        if (isRate || _seconds <= 0 || !_now.TryGetValue(name, out long now) || !_before.TryGetValue(name, out long before) || now <= before)
        {
            return "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(now - before) / _seconds:N1}/s");
    }
}

using System.Globalization;
using RedisPS.Core.Server;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The server's counters, and how fast they grew since they were looked at last.</summary>
internal sealed class StatisticsScreen(MenuHost host) : MenuScreen(host)
{
    private Dictionary<string, long> _before = [];
    private Dictionary<string, long> _now = [];
    private long _readAt;
    private double _seconds;
    private List<RedisInfoItem> _items = [];

    protected override string Title => _seconds > 0
        ? string.Create(CultureInfo.InvariantCulture, $"Statistics, rates over {_seconds:0.0} s")
        : "Statistics; r again shows rates";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisInfo -Section stats");
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
        foreach (RedisInfoItem item in _items)
        {
            string value = item.Value is long number ? number.ToString("N0", CultureInfo.InvariantCulture) : item.RawValue;
            yield return new BodyLine($"{DisplayCells.Fit(item.Name, 36)}{value,20}{Rate(item.Name),18}");
        }
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

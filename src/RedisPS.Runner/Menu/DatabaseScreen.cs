using System.Globalization;
using RedisPS.Core;
using RedisPS.Core.Databases;

namespace RedisPS.Runner.Menu;

/// <summary>The databases, and which of them is used.</summary>
internal sealed class DatabaseScreen(MenuHost host) : MenuScreen(host)
{
    protected override string Title => "Databases";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter uses it: Select-RedisDatabase", "X empty it: Clear-RedisDatabase");

    protected override string? Heading => " Database           Keys       Expiring  Average TTL";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisDatabase -IncludeEmpty");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<RedisDatabase>());
        Messages.Clear();
        Messages.AddRange(result.Problems);
    }

    protected override string Row(object item, int width)
    {
        RedisDatabase database = (RedisDatabase)item;
        string average = database.AverageTtl is { } ttl && ttl > TimeSpan.Zero ? DurationText.Short(ttl) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(database.IsCurrent ? '*' : ' ')}db{database.Index,-6}{database.KeyCount,15:N0}{database.ExpiringCount,15:N0}  {average,11}");
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == 'X' && Selected is RedisDatabase emptied)
        {
            ActAndReload(string.Create(CultureInfo.InvariantCulture, $"Clear-RedisDatabase -Database {emptied.Index} -Confirm"));
            return true;
        }

        if (key.Key != ConsoleKey.Enter || Selected is not RedisDatabase database)
        {
            return false;
        }

        LineResult chosen = Run(string.Create(CultureInfo.InvariantCulture, $"Select-RedisDatabase {database.Index}"));
        Host.State.Refresh(Host.Runner, looksAtMachine: false);
        Load();
        Messages.AddRange(chosen.Problems);
        return true;
    }
}

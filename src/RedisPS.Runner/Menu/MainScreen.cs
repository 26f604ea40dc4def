using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The first screen: what there is, as far as this server and this user have it.</summary>
internal sealed class MainScreen(MenuHost host) : MenuScreen(host)
{
    private const string Sandbox = "Start-RedisSandbox";

    private bool _opened;

    protected override string Title => "RedisPS";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter opens", "q leave");

    protected override void Load()
    {
        if (!_opened)
        {
            _opened = true;
            Act("Connect-Redis");
            Messages.RemoveAll(message => message.Style != BodyStyle.Error);
        }

        Host.State.Refresh(Host.Runner, looksAtMachine: true);
        foreach (string line in Host.State.Ran)
        {
            Shows(line);
        }

        if (Host.State.Trouble.Length > 0)
        {
            Messages.Clear();
            Messages.Add(new BodyLine(Host.State.Trouble, BodyStyle.Error));
        }

        Items.Clear();
        Items.AddRange(Entries());
    }

    protected override string Row(object item, int width)
    {
        MenuEntry entry = (MenuEntry)item;
        return $"{entry.Key}  {DisplayCells.Fit(entry.Name, 16)}{(entry.Obstacle is null ? "" : "- " + entry.Obstacle)}";
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == 'q')
        {
            Close();
            return true;
        }

        int index = key.Key == ConsoleKey.Enter ? Index : Items.FindIndex(item => ((MenuEntry)item).Key == key.KeyChar);
        if (index < 0)
        {
            return false;
        }

        Index = index;
        MenuEntry entry = (MenuEntry)Items[index];
        if (entry.Obstacle is { } obstacle)
        {
            Messages.Add(new BodyLine($"{entry.Name}: {obstacle}", BodyStyle.Error));
            return true;
        }

        entry.Open();
        Reload();
        if (entry.Key == 's')
        {
            Shows(Sandbox);
        }

        return true;
    }

    private IEnumerable<MenuEntry> Entries()
    {
        string? connected = Host.State.IsConnected ? null : "not connected";
        yield return new MenuEntry('1', "Server", connected, () => new TextScreen(Host, "Server", "Get-RedisServer | Format-List").Show());
        yield return new MenuEntry('2', "Keys", connected, () => new KeyScreen(Host).Show());
        yield return new MenuEntry('3', "Databases", connected, () => new DatabaseScreen(Host).Show());
        yield return new MenuEntry('4', "Memory", connected, () => new TextScreen(Host, "Memory", MemoryLine('m')!, s_memoryKeys, MemoryLine, MemoryChange).Show());
        yield return new MenuEntry('5', "Persistence", connected, () => new TextScreen(Host, "Persistence", "Get-RedisPersistence", KeyHint.List("b save now", "w rewrite AOF"), null, PersistenceChange).Show());
        yield return new MenuEntry('6', "Statistics", connected, () => new StatisticsScreen(Host).Show());
        yield return new MenuEntry('7', "Configuration", connected, () => new ConfigScreen(Host).Show());
        yield return new MenuEntry('a', "Access", connected, () => new UserScreen(Host).Show());
        yield return new MenuEntry('8', "Service", Host.State.HasService ? null : Host.State.ServiceTrouble, () => new ServiceScreen(Host).Show());
        yield return new MenuEntry('9', "Install", null, () => new InstallScreen(Host).Show());
        yield return new MenuEntry('0', "What I may do", connected, () => new TextScreen(Host, "What this server has and this user may", "Get-RedisCapability | Format-List").Show());
        yield return new MenuEntry('c', "Connect", null, () => new ConnectScreen(Host).Show());
        yield return new MenuEntry('s', "Sandbox", null, StartSandbox);
    }

    private void StartSandbox()
    {
        Act(Sandbox);
    }

    private static readonly KeyHint[] s_memoryKeys = KeyHint.List("m use", "l largest", "n no expiry", "i idle", "e policies", "x limit", "p policy", "o purge");

    private static string? MemoryLine(char key) => key switch
    {
        'm' => "Get-RedisMemoryStat",
        'l' => "Find-RedisKey -Largest 15",
        'n' => "Find-RedisKey -NoExpiry | Select-Object -First 100",
        'i' => "Find-RedisKey -IdleLongerThan '1h' | Select-Object -First 100",
        'e' => "Get-RedisEvictionPolicy -List",
        _ => null,
    };

    private string? MemoryChange(char key) => key switch
    {
        'x' when Host.AskText("Memory limit", "New limit, such as 512mb; 0 for none") is { Length: > 0 } size => $"Set-RedisMaxMemory {(size == "0" ? "-Unlimited" : LineRunner.Quote(size))} -Confirm",
        'p' when Host.AskText("Eviction policy", "New policy, such as allkeys-lru") is { Length: > 0 } policy => $"Set-RedisEvictionPolicy {LineRunner.Quote(policy)} -Confirm",
        'o' => "Optimize-RedisMemory -Purge -Confirm",
        _ => null,
    };

    private static string? PersistenceChange(char key) => key switch
    {
        'b' => "Invoke-RedisSave -Wait",
        'w' => "Invoke-RedisSave AofRewrite -Wait",
        _ => null,
    };
}

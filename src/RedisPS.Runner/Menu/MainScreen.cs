using RedisPS.Core.Commands;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The first screen: what there is, as far as this server and this user have it.</summary>
internal sealed class MainScreen(MenuHost host) : MenuScreen(host)
{
    private const string Sandbox = "Start-RedisSandbox";

    private bool _opened;
    private bool _looksAtMachine = true;
    private bool _wasConnected;

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

        Host.State.Refresh(Host.Runner, _looksAtMachine);
        _looksAtMachine = false;
        foreach (string line in Host.State.Ran)
        {
            Shows(line);
        }

        if (Host.State.Trouble.Length > 0)
        {
            Messages.Clear();
            Messages.Add(new BodyLine(Host.State.Trouble, BodyStyle.Error));
        }

        if (Host.State.IsConnected != _wasConnected)
        {
            // The entries stand in another order now.
            _wasConnected = Host.State.IsConnected;
            Index = 0;
        }

        Items.Clear();

        // Without a server, what can be done comes first: on a small terminal the rest does not fit.
        Items.AddRange(Host.State.IsConnected ? Entries() : Entries().OrderBy(entry => entry.Obstacle is not null ? 2 : entry.Key == 'b' ? 1 : 0));
    }

    protected override string Row(object item, int width)
    {
        MenuEntry entry = (MenuEntry)item;
        return $"{entry.Key}  {DisplayCells.Fit(entry.Name, Items.Max(one => ((MenuEntry)one).Name.Length) + 2)}{(entry.Obstacle is null ? "" : "- " + entry.Obstacle)}";
    }

    protected override BodyStyle StyleOf(object item) => ((MenuEntry)item).Obstacle is null ? BodyStyle.Plain : BodyStyle.Dim;

    protected override bool Handle(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case 'q':
                Close();
                return true;
            case 'r':
                Host.State.ForgetRights();
                _looksAtMachine = true;
                return false;
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
        _looksAtMachine = entry.LooksAtMachine || Host.State.Trouble.Length > 0;
        List<BodyLine> outcome = [.. Messages];
        Reload();
        Messages.AddRange(outcome.Where(message => !Messages.Contains(message)));
        if (entry.Line is { } line)
        {
            Shows(line);
        }

        return true;
    }

    private IEnumerable<MenuEntry> Entries()
    {
        // What there is to do first when there is no server to talk to.
        if (Host.State.StoppedService is { } service)
        {
            string start = $"Start-RedisService {ScriptText.Quote(service)}";
            yield return new MenuEntry('u', "Start " + service, null, () => StartService(start), start, LooksAtMachine: true);
        }
        if (Host.State.HasNoInstallation)
        {
            yield return Install("Install a server");
        }

        yield return Server('1', "Server", "Get-RedisServer", () => new TextScreen(Host, "Server", "Get-RedisServer | Format-List"));
        yield return Server('2', "Keys", "Get-RedisKey", () => new KeyScreen(Host));
        yield return Server('3', "Databases", "Get-RedisDatabase", () => new DatabaseScreen(Host));
        yield return Server('4', "Memory", "Get-RedisMemoryStat", () => MemoryScreen.Create(Host));
        yield return Server('5', "Persistence", "Get-RedisPersistence", () => PersistenceScreen.Create(Host));
        yield return Server('6', "Statistics", "Get-RedisInfo", () => new StatisticsScreen(Host));
        yield return Server('7', "Configuration", "Get-RedisConfig", () => new ConfigScreen(Host));
        yield return Server('a', "Access", "Get-RedisAclUser", () => new UserScreen(Host));
        yield return Server('d', "Desired state", "Test-RedisDesiredState", () => new StateScreen(Host));
        yield return new MenuEntry('b', "Backups", null, () => new BackupScreen(Host).Show());
        yield return new MenuEntry('8', "Service", Host.State.HasService ? null : Host.State.ServiceTrouble, () => new ServiceScreen(Host).Show(), LooksAtMachine: true);
        if (!Host.State.HasNoInstallation)
        {
            yield return Install("Install");
        }

        yield return Server('0', "What I may do", "", () => new TextScreen(Host, "What this server has and this user may", "Get-RedisCapability | Format-List"));
        yield return new MenuEntry('c', "Connect", null, () => new ConnectScreen(Host).Show(), LooksAtMachine: true);
        yield return new MenuEntry('s', "Sandbox", null, () => Act(Sandbox), Sandbox);
    }

    private MenuEntry Server(char key, string name, string needs, Func<MenuScreen> screen) =>
        new(key, name, Host.State.IsConnected ? Host.State.Rights.Obstacle(needs) : "not connected", () => screen().Show());

    private MenuEntry Install(string name) => new('9', name, null, () => new InstallScreen(Host).Show(), LooksAtMachine: true);

    private void StartService(string line)
    {
        if (!Act(line + " -Confirm").Failed)
        {
            Act("Connect-Redis");
        }
    }
}

using System.Globalization;
using RedisPS.Core.Commands;
using RedisPS.Core.Connections;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The connections there are, and new ones.</summary>
internal sealed class ConnectScreen(MenuHost host) : MenuScreen(host)
{
    protected override string Title => "Connections";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("a another server", "Enter uses it", "x disconnect");

    protected override string? Heading => " Name                Server                    User          Version";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisConnection");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<RedisConnection>());
        Messages.AddRange(result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => Items.Count > 0 ? []
        : DisplayCells.WrapWords("There is no connection. a makes one; s on the first screen starts a server to try things on.", width).Select(line => new BodyLine(line, BodyStyle.Dim));

    protected override string Row(object item, int width)
    {
        RedisConnection connection = (RedisConnection)item;
        return $"{(connection.IsDefault ? '*' : ' ')}{DisplayCells.Fit(connection.Name, 20)}{DisplayCells.Fit(connection.Server, 26)}{DisplayCells.Fit(connection.User, 14)}{connection.ServerVersion}";
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == 'a')
        {
            Connect();
            return true;
        }

        if (Selected is not RedisConnection connection || (key.Key != ConsoleKey.Enter && key.KeyChar != 'x'))
        {
            return false;
        }

        string command = key.KeyChar == 'x' ? "Disconnect-Redis" : "Select-RedisConnection";
        LineResult result = Run($"{command} {ScriptText.Quote(connection.Name)}");
        AfterChange(result);
        return true;
    }

    private void Connect()
    {
        if (Host.AskText("Connect", "Address, such as 10.0.0.5:6379 or rediss://host") is not { } address)
        {
            return;
        }

        if (address.Length == 0)
        {
            AfterChange(Run("Connect-Redis"));
            return;
        }

        if (address.Contains('@', StringComparison.Ordinal) || address.StartsWith('/'))
        {
            AfterChange(Run($"Connect-Redis {(address.StartsWith('/') ? "-SocketPath " : "")}{ScriptText.Quote(address)}"));
            return;
        }

        if (Host.AskText("Connect", "User (Enter: the default one)") is not { } user || Host.AskText("Connect", "Password (Enter: none)", isSecret: true) is not { } password)
        {
            return;
        }

        string url = address.Contains("://", StringComparison.Ordinal) ? address : "redis://" + address;
        if (user.Length + password.Length > 0)
        {
            int host = url.IndexOf("://", StringComparison.Ordinal) + 3;
            url = url.Insert(host, string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@"));
        }

        AfterChange(Run($"Connect-Redis {ScriptText.Quote(url)}"));
    }

    private void AfterChange(LineResult result)
    {
        Host.State.Refresh(Host.Runner, looksAtMachine: false);
        Load();
        Messages.Clear();
        Messages.AddRange(result.Problems);
    }
}

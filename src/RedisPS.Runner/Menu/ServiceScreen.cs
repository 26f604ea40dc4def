using RedisPS.Core.Commands;
using RedisPS.Core.Service;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The services of Redis servers on this machine.</summary>
internal sealed class ServiceScreen(MenuHost host) : MenuScreen(host)
{
    protected override string Title => "Services";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("s start", "x stop", "R restart", "e enable", "n disable");

    protected override string? Heading => "Name                    Status    Ready          At boot    Server";

    protected override void Load()
    {
        LineResult result = Run("Get-RedisService");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<RedisService>());
        Messages.AddRange(result.Problems);
    }

    protected override string Row(object item, int width)
    {
        RedisService service = (RedisService)item;
        return $"{DisplayCells.Fit(service.Name, 24)}{service.Status,-10}{DisplayCells.Fit(service.ReadyText, 15)}{service.StartType,-11}{service.Server}";
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        string? command = key.KeyChar switch
        {
            's' => "Start-RedisService",
            'x' => "Stop-RedisService",
            'R' => "Restart-RedisService",
            'e' => "Enable-RedisService",
            'n' => "Disable-RedisService",
            _ => null,
        };
        if (command is null || Selected is not RedisService service)
        {
            return false;
        }

        ActAndReload($"{command} {ScriptText.Quote(service.Name)} -Confirm");
        return true;
    }
}

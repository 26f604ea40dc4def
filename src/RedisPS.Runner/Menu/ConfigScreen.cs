using RedisPS.Core.Commands;
using RedisPS.Core.Configuration;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>The settings: look, search, change, save.</summary>
internal sealed class ConfigScreen(MenuHost host) : MenuScreen(host)
{
    private string _pattern = "*";

    protected override string Title => $"Configuration {_pattern}{(Host.State.Rights.Obstacle("Set-RedisConfig") is null ? "" : " (read only)")}";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter change: Set-RedisConfig", "p change and persist: Set-RedisConfig -Persist", "w save all: Save-RedisConfig", "/ search");

    protected override string? Heading => "Setting                              Value";

    protected override void Load()
    {
        LineResult result = Run($"Get-RedisConfig {ScriptText.Quote(_pattern)}");
        Items.Clear();
        Items.AddRange(result.Objects.OfType<ConfigSetting>().OrderBy(setting => setting.Name, StringComparer.Ordinal));
        Messages.Clear();
        Messages.AddRange(result.Problems);    }

    protected override string Row(object item, int width)
    {
        ConfigSetting setting = (ConfigSetting)item;
        string mark = setting.IsDefault == false ? "*" : " ";
        string fixedMark = setting.IsMutable == false ? "  (fixed)" : "";
        return $"{DisplayCells.Fit(setting.Name, 35)}{mark} {setting.ValueText}{fixedMark}";
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.KeyChar == '/')
        {
            if (Host.AskText("Search settings", "Pattern, such as *memory*", start: _pattern == "*" ? "" : _pattern) is { } pattern)
            {
                _pattern = pattern.Length == 0 ? "*" : pattern;
                Index = 0;
                Reload();
            }

            return true;
        }

        if (key.KeyChar == 'w')
        {
            ActAndReload("Save-RedisConfig -Confirm");
            return true;
        }

        if ((key.Key != ConsoleKey.Enter && key.KeyChar != 'p') || Selected is not ConfigSetting setting)
        {
            return false;
        }

        Change(setting, key.KeyChar == 'p');
        return true;
    }

    private void Change(ConfigSetting setting, bool persists)
    {
        if (setting.IsMutable == false)
        {
            Messages.Add(new BodyLine($"{setting.Name} can only be changed in the server's file, before it starts.", BodyStyle.Error));
            return;
        }

        string? value = Host.AskText(setting.Name, $"New value of {setting.Name}", setting.IsSensitive, setting.IsSensitive ? "" : setting.RawValue);
        if (value is null)
        {
            return;
        }

        // What nobody sees is typed twice; and Enter alone would take a password away.
        if (setting.IsSensitive && (value.Length == 0 || Host.AskText(setting.Name, "The same again", isSecret: true) != value))
        {
            Messages.Add(new BodyLine(value.Length == 0 ? "Nothing was typed: nothing was changed." : "The two are not the same: nothing was changed.", BodyStyle.Error));
            return;
        }

        string quoted = ScriptText.Quote(value);
        _ = ActAndReload($"Set-RedisConfig {setting.Name} {quoted}{(persists ? " -Persist" : "")}", setting.IsSensitive ? quoted : null);
    }
}

using RedisPS.Core.Commands;

namespace RedisPS.Runner.Menu;

/// <summary>How long a key shall live.</summary>
internal sealed class TimeToLiveScreen(MenuHost host, KeyLine key) : MenuScreen(host)
{
    private static readonly (string Name, string Duration)[] s_presets =
        [("1 minute", "1m"), ("5 minutes", "5m"), ("1 hour", "1h"), ("1 day", "1d"), ("7 days", "7d"), ("30 days", "30d")];

    /// <summary>The line that was chosen; null when none was.</summary>
    internal string? Line { get; private set; }

    protected override string Title => "Time to live of " + key.Key.Key;

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter sets it");

    protected override void Load()
    {
        Items.Clear();
        Items.AddRange(s_presets.Select(preset => preset.Name));
        Items.Add("no expiry");
        Items.Add("another time");
    }

    protected override bool Handle(ConsoleKeyInfo pressed)
    {
        if (pressed.Key != ConsoleKey.Enter)
        {
            return false;
        }

        if (Index < s_presets.Length)
        {
            Take(s_presets[Index].Duration);
        }
        else if (Index == s_presets.Length)
        {
            Line = key.With("Set-RedisTtl -Persist");
            Close();
        }
        else if (Host.AskText(Title, "Time to live, such as 90s or 2h30m") is { Length: > 0 } duration)
        {
            Take(duration);
        }

        return true;
    }

    private void Take(string duration)
    {
        Line = key.With($"Set-RedisTtl {ScriptText.Quote(duration)}");
        Close();
    }
}

using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>One of several things is chosen.</summary>
internal sealed class ChoiceScreen(MenuHost host, string title, IReadOnlyList<Choice> choices) : MenuScreen(host)
{
    private readonly int _nameWidth = choices.Max(choice => DisplayCells.Length(choice.Name)) + 2;

    protected override string Title => title;

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("Enter takes it");

    protected override bool CanRefresh => false;

    /// <summary>Shows the choices; null when the screen was left without one.</summary>
    internal static Choice? Ask(MenuHost host, string title, params Choice[] choices)
    {
        ChoiceScreen screen = new(host, title, choices);
        screen.Show();
        return screen._chosen;
    }

    private Choice? _chosen;

    protected override void Load()
    {
        Items.Clear();
        Items.AddRange(choices);
    }

    protected override string Row(object item, int width)
    {
        Choice choice = (Choice)item;
        return choice.Detail.Length == 0 ? choice.Name : DisplayCells.Fit(choice.Name, _nameWidth) + choice.Detail;
    }

    protected override bool Handle(ConsoleKeyInfo key)
    {
        if (key.Key != ConsoleKey.Enter)
        {
            return false;
        }

        _chosen = (Choice?)Selected;
        Close();
        return true;
    }
}

using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Menu;

/// <summary>A secret, to be seen once.</summary>
internal sealed class SecretScreen(MenuHost host, string title, string secret) : MenuScreen(host)
{
    protected override string Title => title;

    protected override bool CanRefresh => false;

    protected override void Load()
    {
    }

    protected override IEnumerable<BodyLine> Text(int width) =>
    [
        .. DisplayCells.Wrap(secret, width).Select(line => new BodyLine(line, BodyStyle.Heading)),
        new BodyLine(""),
        .. DisplayCells.Wrap("It is shown here and now only. Keep it before you go back.", width).Select(line => new BodyLine(line)),
    ];
}

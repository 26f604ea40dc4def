using System.Management.Automation;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Shaping;

/// <summary>Format-Table.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
[Alias("ft")]
[OutputType(typeof(FormatPacket))]
internal sealed class FormatTableCommand : FormatObjectCommand
{
    [Parameter]
    public SwitchParameter AutoSize { get; set; }

    [Parameter]
    public SwitchParameter HideTableHeaders { get; set; }

    [Parameter]
    public SwitchParameter Wrap { get; set; }

    private protected override FormatRequest MakeRequest() => new()
    {
        Kind = typeof(TableLayout),
        Columns = Columns(),
        GroupBy = Grouping(),
        AutoSize = AutoSize,
        HideHeaders = HideTableHeaders,
        Wrap = Wrap,
    };
}

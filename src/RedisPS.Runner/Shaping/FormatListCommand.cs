using System.Management.Automation;
using RedisPS.Runner.Formatting;

namespace RedisPS.Runner.Shaping;

/// <summary>Format-List.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
[Alias("fl")]
[OutputType(typeof(FormatPacket))]
internal sealed class FormatListCommand : FormatObjectCommand
{
    private protected override FormatRequest MakeRequest() => new() { Kind = typeof(ListLayout), Columns = Columns(), GroupBy = Grouping() };
}

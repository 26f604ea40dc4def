namespace RedisPS.Runner.Formatting;

/// <summary>A step of formatted output, as Format-Table and Format-List hand it on.</summary>
internal sealed record FormatPacket(FormatPacketKind Kind, Layout? Layout = null, object? Value = null, string? Text = null)
{
    public override string ToString() => Text ?? Kind.ToString();
}

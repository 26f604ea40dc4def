namespace RedisPS.Runner.Formatting;

/// <summary>What a step of formatted output is.</summary>
internal enum FormatPacketKind
{
    Start,
    GroupStart,
    Row,
    GroupEnd,
    End,
    Text,
    OutOfBand,
}

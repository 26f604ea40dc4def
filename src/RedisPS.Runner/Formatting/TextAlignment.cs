namespace RedisPS.Runner.Formatting;

/// <summary>On which side of its column a value stands.</summary>
internal enum TextAlignment
{
    Undefined,
    Left,
    Center,
    Right,
}

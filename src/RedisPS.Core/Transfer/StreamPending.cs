namespace RedisPS.Core.Transfer;

/// <summary>An entry that was delivered and not acknowledged.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Consumer">Who has it.</param>
/// <param name="DeliveredAt">When it was delivered last, in milliseconds since 1970.</param>
/// <param name="Deliveries">How often.</param>
internal readonly record struct StreamPending(StreamId Id, byte[] Consumer, long DeliveredAt, long Deliveries);

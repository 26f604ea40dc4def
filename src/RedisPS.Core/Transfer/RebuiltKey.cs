using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>A key that is made of its parts.</summary>
/// <param name="Key">Its name in the end.</param>
/// <param name="ExpiresAt">When it expires, in milliseconds of Unix time; null: never.</param>
/// <param name="Commands">What is between MULTI and EXEC.</param>
internal sealed record RebuiltKey(RedisKey Key, long? ExpiresAt, List<RedisArgument[]> Commands);

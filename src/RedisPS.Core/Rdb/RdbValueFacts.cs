namespace RedisPS.Core.Rdb;

/// <summary>What is known of a value once it was walked over.</summary>
/// <param name="Type">The type as TYPE names it: string, list, set, zset, hash, stream, or a module's.</param>
/// <param name="Encoding">The encoding as OBJECT ENCODING names it; what the file holds, which a server with other limits may change.</param>
/// <param name="Length">How many elements, for a string how many bytes; null for a module's value.</param>
/// <param name="SerializedBytes">How many bytes the value takes in the file.</param>
/// <param name="ExpiringFields">How many fields of a hash expire by themselves.</param>
public readonly record struct RdbValueFacts(string Type, string Encoding, long? Length, long SerializedBytes, long ExpiringFields);

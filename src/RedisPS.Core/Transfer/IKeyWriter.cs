using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>Writes keys one after the other.</summary>
internal interface IKeyWriter
{
    /// <summary>Adds a key.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="key">Its name.</param>
    /// <param name="expiresAt">When it expires, in milliseconds since 1970; null: never.</param>
    /// <param name="payload">Its value as DUMP gave it.</param>
    void Add(int database, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload);

    /// <summary>Writes what makes the file whole.</summary>
    void End();
}

using System.Security.Cryptography;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Tells whether a name came before, for many millions of names: 64 bits each in one open table, 11 to 22 bytes a name.
/// The hashes have a seed of their own: two of 10,000,000 names are taken for one with a probability of about 3e-6, and nobody
/// can choose names that are.
/// </summary>
internal sealed class KeySet
{
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private ulong[] _slots = new ulong[1024];
    private int _count;

    /// <summary>Bytes held.</summary>
    public long HeldBytes => (long)_slots.Length * sizeof(ulong);

    /// <summary>Whether a name is new; it is then remembered.</summary>
    public bool Add(RedisKey key)
    {
        // Zero is a free slot.
        ulong hash = Math.Max(1, key.Hash64(_seed));
        if (!Put(_slots, hash)) { return false; }
        _count++;
        if (_count > _slots.Length / 4 * 3) { Grow(); }
        return true;
    }

    private static bool Put(ulong[] slots, ulong hash)
    {
        ulong mask = (ulong)slots.Length - 1;
        for (ulong at = hash & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == hash) { return false; }
            if (slots[at] != 0) { continue; }
            slots[at] = hash;
            return true;
        }
    }

    private void Grow()
    {
        ulong[] larger = new ulong[_slots.Length * 2];
        foreach (ulong hash in _slots)
        {
            if (hash != 0) { _ = Put(larger, hash); }
        }

        _slots = larger;
    }
}

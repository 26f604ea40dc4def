using System.Security.Cryptography;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Remembers the last 131,072 names of a walk, to suppress the names that SCAN gives twice.
/// </summary>
/// <remarks>
/// SCAN repeats a name only when the server's hash table shrinks during the walk. The cursor counts with its bits reversed, so the
/// 2^n buckets of the large table that fold into one bucket of the small one are visited one after the other. A shrink that falls
/// among them makes the walk visit the small bucket as a whole, and with it the names of the large buckets it had just been to;
/// nothing earlier. A table shrinks when it is less than an eighth full (a tenth before Redis 7.4), to the next power of two above
/// its keys, so a fold has commonly 8 to 16 buckets, and after a mass removal during one long rehash some thousands. The repeated
/// names therefore lie within a fold of each other, and a window of 131,072 names holds any fold met in practice, in 3 MB, however
/// many keys there are. A set of all names would need gigabytes for ten million keys.
/// Names are kept as 64-bit hashes with a seed of this walk: with 131,072 in the window, two different names of 10,000,000 collide
/// with a probability of about 7e-8, and nobody can choose names that do.
/// </remarks>
internal sealed class DuplicateWindow
{
    /// <summary>How many names are remembered.</summary>
    public const int Capacity = 1 << 17;

    private const int Slots = Capacity * 2;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private ulong[] _ring = new ulong[1024];
    private ulong[] _slots = new ulong[4096];
    private int _mask = 4095;
    private int _next;
    private int _count;

    /// <summary>Whether a name is new; it is remembered, and the oldest forgotten.</summary>
    public bool Add(RedisKey key)
    {
        // Zero marks a free slot.
        ulong hash = key.Hash64(_seed) | 1;
        int at = (int)(hash >> 32) & _mask;
        while (_slots[at] != 0)
        {
            if (_slots[at] == hash) { return false; }
            at = (at + 1) & _mask;
        }

        _slots[at] = hash;
        if (_count == Capacity) { Remove(_ring[_next]); }
        else if (++_count > _ring.Length) { Grow(); }
        _ring[_next] = hash;
        _next = (_next + 1) & (Capacity - 1);
        return true;
    }

    /// <summary>Forgets everything: the next node's keys are its own.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        _next = _count = 0;
    }

    // Small databases do not pay for the large window: both arrays double until they have their full size.
    private void Grow()
    {
        int old = _ring.Length;
        Array.Resize(ref _ring, Math.Min(old * 4, Capacity));
        ulong[] slots = new ulong[Math.Min(_slots.Length * 4, Slots)];
        _mask = slots.Length - 1;
        foreach (ulong hash in _slots)
        {
            if (hash == 0) { continue; }
            int at = (int)(hash >> 32) & _mask;
            while (slots[at] != 0) { at = (at + 1) & _mask; }
            slots[at] = hash;
        }

        _slots = slots;
    }

    // Linear probing without tombstones: what was pushed past the freed slot moves back.
    private void Remove(ulong hash)
    {
        int at = (int)(hash >> 32) & _mask;
        while (_slots[at] != hash) { at = (at + 1) & _mask; }
        int free = at;
        while (true)
        {
            at = (at + 1) & _mask;
            ulong other = _slots[at];
            if (other == 0) { break; }
            int home = (int)(other >> 32) & _mask;
            if (((at - home) & _mask) >= ((at - free) & _mask))
            {
                _slots[free] = other;
                free = at;
            }
        }

        _slots[free] = 0;
    }
}

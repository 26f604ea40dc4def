using System.Security.Cryptography;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// Remembers the last names of a walk, at least 65,536 and at most 131,072, to suppress the names that SCAN gives twice.
/// </summary>
/// <remarks>
/// SCAN repeats a name only when the server's hash table shrinks during the walk. The cursor counts with its bits reversed, so the
/// 2^n buckets of the large table that fold into one bucket of the small one are visited one after the other. A shrink that falls
/// among them makes the walk visit the small bucket as a whole, and with it the names of the large buckets it had just been to;
/// nothing earlier. A table shrinks when it is less than an eighth full (a tenth before Redis 7.4), to the next power of two above
/// its keys, so a fold has commonly 8 to 16 buckets, and after a mass removal during one long rehash some thousands. The repeated
/// names therefore lie within a fold of each other, and this window holds any fold met in practice, in 2 MB, however many keys
/// there are. A set of all names would need gigabytes for ten million keys.
/// Names are kept as 64-bit hashes with a seed of this walk: two different names of 10,000,000 collide within a window with a
/// probability of about 7e-8, and nobody can choose names that do.
/// Two generations of hashes, each in the order they came with a table of 16-bit tags and positions beside it that stays in the
/// processor's cache: nearly every name is new, and the tags alone say so. When the younger generation is full, the older one is
/// forgotten as a whole, which is cheaper than forgetting names one by one.
/// </remarks>
internal sealed class DuplicateWindow
{
    /// <summary>How many names a generation holds.</summary>
    public const int GenerationSize = 1 << 16;

    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private Generation _young = new(1024);
    private Generation? _old;

    /// <summary>Whether a name is new; it is then remembered.</summary>
    public bool Add(RedisKey key)
    {
        ulong hash = key.Hash64(_seed);
        if (_old is not null && _old.Contains(hash)) { return false; }
        if (!_young.Add(hash)) { return false; }
        if (_young.IsFull) { Turn(); }
        return true;
    }

    /// <summary>Forgets everything: the next node's keys are its own.</summary>
    public void Clear()
    {
        _young.Clear();
        _old = null;
    }

    private void Turn()
    {
        if (_young.Capacity == GenerationSize)
        {
            Generation free = _old ?? new Generation(GenerationSize);
            free.Clear();
            (_old, _young) = (_young, free);
            return;
        }

        // A small database does not pay for the large window.
        Generation larger = new(_young.Capacity * 4);
        foreach (ulong hash in _young.Hashes) { _ = larger.Add(hash); }
        _young = larger;
    }

    private sealed class Generation(int capacity)
    {
        private readonly ulong[] _hashes = new ulong[capacity];
        private readonly uint[] _slots = new uint[capacity * 2];
        private readonly int _mask = (capacity * 2) - 1;
        private int _count;

        public int Capacity => _hashes.Length;

        public bool IsFull => _count == _hashes.Length;

        public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, _count);

        public bool Contains(ulong hash) => Find(hash, out _);

        public bool Add(ulong hash)
        {
            if (Find(hash, out int free)) { return false; }
            _slots[free] = Tag(hash) | (uint)_count;
            _hashes[_count++] = hash;
            return true;
        }

        public void Clear()
        {
            Array.Clear(_slots);
            _count = 0;
        }

        // Tag in the upper half, never zero, because zero is a free slot; position in the lower.
        private static uint Tag(ulong hash) => ((uint)(hash >> 32) | 0x10000) & 0xffff0000;

        private bool Find(ulong hash, out int at)
        {
            uint tag = Tag(hash);
            uint[] slots = _slots;
            at = (int)hash & _mask;
            while (true)
            {
                uint slot = slots[at];
                if (slot == 0) { return false; }
                if ((slot & 0xffff0000) == tag && _hashes[slot & 0xffff] == hash) { return true; }
                at = (at + 1) & _mask;
            }
        }
    }
}

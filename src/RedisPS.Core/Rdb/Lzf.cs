namespace RedisPS.Core.Rdb;

/// <summary>Takes apart what LZF compressed (lzf_d.c): runs of bytes, and references to bytes at most 8 KB back.</summary>
internal static class Lzf
{
    /// <summary>The most bytes that so many compressed bytes can stand for: three bytes name a run of 264.</summary>
    public static long LongestOf(long compressed) => compressed * 88;

    /// <summary>Fills <paramref name="target"/> exactly; false when the data does not give exactly so much.</summary>
    public static bool TryExpand(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int from = 0;
        int to = 0;
        while (from < source.Length)
        {
            int control = source[from++];
            if (control < 32)
            {
                int run = control + 1;
                if (run > source.Length - from || run > target.Length - to) { return false; }
                source.Slice(from, run).CopyTo(target[to..]);
                from += run;
                to += run;
                continue;
            }

            int length = control >> 5;
            if (length == 7)
            {
                if (from >= source.Length) { return false; }
                length += source[from++];
            }

            if (from >= source.Length) { return false; }
            int back = to - ((control & 0x1f) << 8) - source[from++] - 1;
            length += 2;
            if (back < 0 || length > target.Length - to) { return false; }
            if (to - back >= length)
            {
                target.Slice(back, length).CopyTo(target[to..]);
                to += length;
                continue;
            }

            // The run overlaps itself: byte by byte, as it was made.
            for (int i = 0; i < length; i++) { target[to++] = target[back++]; }
        }

        return to == target.Length;
    }
}

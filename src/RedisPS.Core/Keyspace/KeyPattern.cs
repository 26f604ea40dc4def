using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// A Redis glob: * any bytes, ? one byte, [abc] [a-z] [^a] one of a set, \x that very byte. It matches bytes, is case-sensitive,
/// and decides exactly as the server does (util.c stringmatchlen), so that several patterns can be matched in one pass here.
/// </summary>
public sealed class KeyPattern
{
    // The server gives up on deeper nesting of stars too, so that a pattern cannot burn its stack.
    private const int DeepestNesting = 1000;

    private readonly byte[] _pattern;
    private readonly byte[]? _prefix;

    /// <summary>Makes a pattern of a text, in UTF-8.</summary>
    /// <param name="pattern">The pattern.</param>
    public KeyPattern(string pattern)
        : this(Encoding.UTF8.GetBytes(pattern ?? throw new ArgumentNullException(nameof(pattern))))
    {
    }

    /// <summary>Makes a pattern of bytes.</summary>
    /// <param name="pattern">The bytes.</param>
    public KeyPattern(ReadOnlySpan<byte> pattern)
    {
        _pattern = pattern.ToArray();

        // More than one star is no longer everything: the server's own matching, which only "*" goes round, finds no empty key with them.
        IsEverything = _pattern is [(byte)'*'];

        // "prefix*" is what nearly everyone asks for, and one comparison of bytes decides it.
        int special = _pattern.AsSpan().IndexOfAny("*?[\\"u8);
        if (special == _pattern.Length - 1 && special >= 0 && _pattern[special] == (byte)'*') { _prefix = _pattern[..special]; }
    }

    /// <summary>Whether every key matches.</summary>
    public bool IsEverything { get; }

    /// <summary>The one key that matches, where the pattern was made of it.</summary>
    internal RedisKey? LiteralKey { get; private init; }

    /// <summary>The pattern's bytes, as they go to the server.</summary>
    public ReadOnlyMemory<byte> Bytes => _pattern;

    /// <summary>Makes a pattern of a text.</summary>
    /// <param name="pattern">The pattern.</param>
    public static implicit operator KeyPattern(string pattern) => new(pattern);

    /// <summary>The pattern that matches just this text.</summary>
    /// <param name="literal">Any text.</param>
    /// <returns>The text with a backslash before * ? [ ] ^ - and \.</returns>
    public static string Escape(string literal)
    {
        ArgumentNullException.ThrowIfNull(literal);
        StringBuilder builder = new(literal.Length + 8);
        foreach (char c in literal)
        {
            if (c is '*' or '?' or '[' or ']' or '\\' or '^' or '-') { _ = builder.Append('\\'); }
            _ = builder.Append(c);
        }

        return builder.ToString();
    }

    /// <summary>The pattern that matches just this key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The pattern.</returns>
    public static KeyPattern Literal(RedisKey key)
    {
        List<byte> bytes = new(key.Length + 8);
        foreach (byte b in key.Span)
        {
            if (b is (byte)'*' or (byte)'?' or (byte)'[' or (byte)']' or (byte)'\\' or (byte)'^' or (byte)'-') { bytes.Add((byte)'\\'); }
            bytes.Add(b);
        }

        return new KeyPattern(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)) { LiteralKey = key };
    }

    /// <summary>Whether a key matches.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True when it matches.</returns>
    public bool IsMatch(RedisKey key) => IsMatch(key.Span);

    /// <summary>Whether bytes match.</summary>
    /// <param name="key">The bytes of a key.</param>
    /// <returns>True when they match.</returns>
    public bool IsMatch(ReadOnlySpan<byte> key)
    {
        if (IsEverything) { return true; }
        if (_prefix is not null) { return key.StartsWith(_prefix); }
        bool skipLonger = false;
        return Match(_pattern, key, ref skipLonger, 0);
    }

    /// <summary>The pattern as text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => RedisKey.FromSpan(_pattern) is { IsBinary: true } binary ? binary.ToString() : Encoding.UTF8.GetString(_pattern);

    // The server's algorithm with its oddities: an unclosed set ends with the pattern, a backslash at the end stands for itself,
    // a range may be written backwards, and once the rest after a star failed at the end of the key, no earlier star can help.
    private static bool Match(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> key, ref bool skipLonger, int nesting)
    {
        if (nesting > DeepestNesting) { return false; }
        while (!pattern.IsEmpty && !key.IsEmpty)
        {
            switch (pattern[0])
            {
                case (byte)'*':
                    while (pattern.Length > 1 && pattern[1] == (byte)'*') { pattern = pattern[1..]; }
                    if (pattern.Length == 1) { return true; }
                    while (!key.IsEmpty)
                    {
                        if (Match(pattern[1..], key, ref skipLonger, nesting + 1)) { return true; }
                        if (skipLonger) { return false; }
                        key = key[1..];
                    }

                    skipLonger = true;
                    return false;
                case (byte)'?':
                    break;
                case (byte)'[':
                    if (!MatchSet(ref pattern, key[0])) { return false; }
                    break;
                case (byte)'\\' when pattern.Length >= 2:
                    pattern = pattern[1..];
                    if (pattern[0] != key[0]) { return false; }
                    break;
                default:
                    if (pattern[0] != key[0]) { return false; }
                    break;
            }

            key = key[1..];
            pattern = pattern.IsEmpty ? pattern : pattern[1..];
            if (key.IsEmpty)
            {
                while (!pattern.IsEmpty && pattern[0] == (byte)'*') { pattern = pattern[1..]; }
                break;
            }
        }

        return pattern.IsEmpty && key.IsEmpty;
    }

    // Leaves the pattern at the closing bracket, or at its last byte where there is none.
    private static bool MatchSet(ref ReadOnlySpan<byte> pattern, byte value)
    {
        pattern = pattern[1..];
        bool not = !pattern.IsEmpty && pattern[0] == (byte)'^';
        if (not) { pattern = pattern[1..]; }
        bool match = false;
        while (true)
        {
            if (pattern.Length >= 2 && pattern[0] == (byte)'\\')
            {
                pattern = pattern[1..];
                match |= pattern[0] == value;
            }
            else if (pattern.IsEmpty || pattern[0] == (byte)']') { break; }
            else if (pattern.Length >= 3 && pattern[1] == (byte)'-')
            {
                // The server compares C's char, which is signed on x86 and x64: \xff sorts before \x00 there.
                (sbyte low, sbyte high) = ((sbyte)pattern[0], (sbyte)pattern[2]);
                if (low > high) { (low, high) = (high, low); }
                pattern = pattern[2..];
                match |= (sbyte)value >= low && (sbyte)value <= high;
            }
            else { match |= pattern[0] == value; }

            pattern = pattern[1..];
        }

        return match != not;
    }
}

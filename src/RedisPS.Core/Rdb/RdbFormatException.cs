using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Rdb;

/// <summary>Bytes that are no RDB, are damaged, end too early, or are of a kind that RedisPS does not know.</summary>
public sealed class RdbFormatException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="position">Where, in bytes from the beginning.</param>
    /// <param name="inner">What caused it.</param>
    public RdbFormatException(string problem, long position, Exception? inner = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{problem} (at byte {position:N0})."), inner)
    {
        Problem = problem;
        Position = position;
    }

    /// <summary>Whether it is whole as far as can be seen, but of a format that RedisPS does not know.</summary>
    public bool IsUnknownFormat { get; init; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>Where, in bytes from the beginning of the file.</summary>
    public long Position { get; }
}

namespace RedisPS.Core.Transfer;

/// <summary>Reads a file of keys once, forwards. When it has come to the end without an exception, the file was whole.</summary>
internal interface IKeyReader : IDisposable
{
    /// <summary>Where the keys came from.</summary>
    KeyFileHeader Header { get; }

    /// <summary>The key that <see cref="Read"/> came to.</summary>
    ref readonly KeyRecord Current { get; }

    /// <summary>Goes to the next key.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="TransferException">The file is damaged or ends too early; the message names the record.</exception>
    bool Read();
}

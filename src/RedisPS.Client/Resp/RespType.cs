namespace RedisPS.Client;

/// <summary>The kinds of reply that RESP2 and RESP3 know.</summary>
public enum RespType
{
    /// <summary>Nothing: RESP3's null, and RESP2's null string and null array.</summary>
    Null,

    /// <summary>A short status such as OK.</summary>
    SimpleString,

    /// <summary>Bytes.</summary>
    BlobString,

    /// <summary>Text with a format of three letters in front, which is left out here.</summary>
    VerbatimString,

    /// <summary>An error.</summary>
    Error,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of any size, as text.</summary>
    BigNumber,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>A list without order or repetition.</summary>
    Set,

    /// <summary>Pairs of key and value.</summary>
    Map,

    /// <summary>What the server sends without being asked.</summary>
    Push,
}

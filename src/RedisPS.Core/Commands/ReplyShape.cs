namespace RedisPS.Core.Commands;

/// <summary>What a command's reply means where RESP2 only has a flat list or a text for it.</summary>
internal enum ReplyShape
{
    /// <summary>As it comes.</summary>
    Plain,

    /// <summary>Names and values in turn.</summary>
    Map,

    /// <summary>Names and values in turn; the values are such lists themselves.</summary>
    MapOfMaps,

    /// <summary>A list of lists of names and values.</summary>
    ListOfMaps,

    /// <summary>A number as text.</summary>
    Double,

    /// <summary>A list of numbers as text.</summary>
    DoubleList,

    /// <summary>Members and scores in turn.</summary>
    ScoredList,

    /// <summary>Names and values in turn, for which RESP3 has a list of pairs.</summary>
    PairList,
}

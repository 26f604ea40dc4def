namespace RedisPS.Core.Rdb;

/// <summary>How a value is written in an RDB file (rdb.h, RDB_TYPE_*).</summary>
public enum RdbTypeCode : byte
{
    /// <summary>A string.</summary>
    String = 0,

    /// <summary>A list, element by element (before 3.2).</summary>
    List = 1,

    /// <summary>A set, member by member.</summary>
    Set = 2,

    /// <summary>A sorted set with scores as text (before 4.0).</summary>
    SortedSet = 3,

    /// <summary>A hash, field by field.</summary>
    Hash = 4,

    /// <summary>A sorted set with binary scores.</summary>
    SortedSet2 = 5,

    /// <summary>A module's value of a release candidate of 4.0.</summary>
    ModulePreRelease = 6,

    /// <summary>A module's value.</summary>
    Module = 7,

    /// <summary>A small hash (before 2.6).</summary>
    HashZipmap = 9,

    /// <summary>A list in one ziplist (before 3.2).</summary>
    ListZiplist = 10,

    /// <summary>A set of integers.</summary>
    SetIntset = 11,

    /// <summary>A small sorted set (before 7.0).</summary>
    SortedSetZiplist = 12,

    /// <summary>A small hash (before 7.0).</summary>
    HashZiplist = 13,

    /// <summary>A list of ziplists (3.2 to 6.2).</summary>
    ListQuicklist = 14,

    /// <summary>A stream (5.0 to 6.2).</summary>
    Stream = 15,

    /// <summary>A small hash.</summary>
    HashListpack = 16,

    /// <summary>A small sorted set.</summary>
    SortedSetListpack = 17,

    /// <summary>A list of listpacks.</summary>
    ListQuicklist2 = 18,

    /// <summary>A stream (7.0).</summary>
    Stream2 = 19,

    /// <summary>A small set (7.2).</summary>
    SetListpack = 20,

    /// <summary>A stream (7.2).</summary>
    Stream3 = 21,

    /// <summary>A hash whose fields may expire, of a release candidate of 7.4.</summary>
    HashFieldExpiryPreRelease = 22,

    /// <summary>A small hash whose fields may expire, of a release candidate of 7.4.</summary>
    HashListpackFieldExpiryPreRelease = 23,

    /// <summary>A hash whose fields may expire (7.4).</summary>
    HashFieldExpiry = 24,

    /// <summary>A small hash whose fields may expire (7.4).</summary>
    HashListpackFieldExpiry = 25,

    /// <summary>A stream that knows what its producers have sent (8.6).</summary>
    Stream4 = 26,

    /// <summary>A stream whose consumers may hand entries back (8.8).</summary>
    Stream5 = 27,
}

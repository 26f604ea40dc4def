namespace RedisPS.Core.Values;

/// <summary>In which form strings are returned.</summary>
public enum ValueFormat
{
    /// <summary>Text where the bytes are valid UTF-8, else bytes.</summary>
    Auto,

    /// <summary>Text; what is not UTF-8 becomes replacement characters.</summary>
    String,

    /// <summary>The JSON in the text, as dictionaries, lists, text, numbers, true, false and null; text that is not JSON stays text.</summary>
    Json,

    /// <summary>Lower-case hexadecimal digits.</summary>
    Hex,

    /// <summary>The bytes.</summary>
    Bytes,
}

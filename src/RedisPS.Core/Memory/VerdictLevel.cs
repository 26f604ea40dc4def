namespace RedisPS.Core.Memory;

/// <summary>How a judgement came out.</summary>
public enum VerdictLevel
{
    /// <summary>There is nothing to judge here, for example because the server is too small for a ratio to mean anything.</summary>
    NotApplicable,

    /// <summary>All well.</summary>
    Ok,

    /// <summary>Worth knowing.</summary>
    Notice,

    /// <summary>Should be looked at.</summary>
    Warning,

    /// <summary>Is or will soon be an outage.</summary>
    Critical,
}

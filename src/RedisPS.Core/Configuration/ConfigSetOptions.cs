namespace RedisPS.Core.Configuration;

/// <summary>How settings are changed.</summary>
public sealed record ConfigSetOptions
{
    /// <summary>Whether the change shall be in the configuration file too. Where that is known to be impossible nothing is changed at all.</summary>
    public bool Persist { get; init; }

    /// <summary>Whether only to find out what would change.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Whether settings that are read at start only are left out and reported with RequiresRestart, instead of failing the whole change.</summary>
    public bool SkipImmutable { get; init; }
}

namespace RedisPS.Core.Hosts;

/// <summary>The kinds of system whose packages and services RedisPS knows.</summary>
public enum HostPlatform
{
    /// <summary>Linux of any distribution.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>Something else; only plain processes are known there.</summary>
    Other,
}

namespace RedisPS.Core.Configuration;

/// <summary>What became of saving a configuration.</summary>
public sealed class ConfigSave
{
    /// <summary>The file, a path on the server; null when the user may not know it.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether the server wrote it. False with -WhatIf.</summary>
    public bool Saved { get; init; }

    /// <summary>True: the file was read afterwards, and a start with it gives what runs. False: it gives something else, see Note and Remaining. Null: the file, or one that it includes, cannot be read here.</summary>
    public bool? Verified { get; init; }

    /// <summary>What was different before; empty when nothing was, null when the file cannot be read here.</summary>
    public IReadOnlyList<ConfigFileDifference>? Changes { get; init; }

    /// <summary>What is still different, because included files say so.</summary>
    public IReadOnlyList<ConfigFileDifference> Remaining { get; init; } = [];

    /// <summary>Why a start with the file gives something else; empty when it does not, or when that is not known.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>What to do about it.</summary>
    internal string Remedy { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{ConfigFile}: {(Saved ? "saved" : "not saved")}";
}

namespace RedisPS.Core.Access;

/// <summary>What became of saving the users.</summary>
public sealed class AclSave
{
    /// <summary>ACL SAVE or CONFIG REWRITE.</summary>
    public string Method { get; init; } = "";

    /// <summary>The file, a path on the server; null when it is not known.</summary>
    public string? File { get; init; }

    /// <summary>Whether the server wrote it.</summary>
    public bool Saved { get; init; }

    /// <summary>True: the file was read afterwards, and has the users that the server has. False: it has others. Null: the file cannot be read here.</summary>
    public bool? Verified { get; init; }

    /// <summary>How many users the server has.</summary>
    public int UserCount { get; init; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{File ?? Server}: {(Saved ? "saved" : "not saved")}";
}

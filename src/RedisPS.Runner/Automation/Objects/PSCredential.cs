using System.Net;
using System.Security;

namespace System.Management.Automation;

/// <summary>A user and a password.</summary>
public sealed class PSCredential
{
    /// <summary>Holds both.</summary>
    public PSCredential(string userName, SecureString password)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        UserName = userName;
        Password = password;
    }

    /// <summary>No user.</summary>
    public static PSCredential Empty { get; } = new("(none)", new SecureString());

    /// <summary>The user.</summary>
    public string UserName { get; }

    /// <summary>The password.</summary>
    public SecureString Password { get; }

    /// <summary>User and password in the form .NET wants.</summary>
    public NetworkCredential GetNetworkCredential() => new(UserName, Password);

    /// <inheritdoc/>
    public override string ToString() => UserName;
}

using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Connections;

/// <summary>The base of cmdlets that connect to an address themselves: as whom, and how encrypted.</summary>
public abstract class RedisConnectingCmdlet : RedisCmdlet
{
    /// <summary>User and password. The user "default" is the one of servers without ACL users.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The ACL user, where the password comes from somewhere else.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>A file whose first line is the password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordFile { get; set; }

    /// <summary>Encrypt the connection.</summary>
    [Parameter]
    [Alias("Ssl")]
    public SwitchParameter Tls { get; set; }

    /// <summary>The name that the server's certificate must carry, where it is not the host.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsHost { get; set; }

    /// <summary>The CA certificates to trust: a PEM file, or PEM text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificatePath { get; set; }

    /// <summary>The client's certificate: a PEM or PFX file, or PEM text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The client's key: a PEM file, or PEM text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>The password of the client's certificate or key.</summary>
    [Parameter]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>The thumbprint of a client certificate in the certificate store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Accept any server certificate. Anybody in between can then read and change everything.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private protected SettingLayer Identity()
    {
        SettingLayer layer = new();
        Put(layer, SettingName.User, nameof(UserName), UserName);
        if (Credential is not null)
        {
            Put(layer, SettingName.User, nameof(Credential), Credential.UserName);
            Put(layer, SettingName.Password, nameof(Credential), Secret(Credential.Password));
        }

        if (PasswordFile is not null)
        {
            Put(layer, SettingName.Password, nameof(PasswordFile), Core.Connections.PasswordFile.Read(GetUnresolvedProviderPathFromPSPath(PasswordFile), layer));
        }

        Put(layer, SettingName.Tls, nameof(Tls), IsGiven(nameof(Tls)) ? Tls.ToBool() : null);
        Put(layer, SettingName.TlsHost, nameof(TlsHost), TlsHost);
        Put(layer, SettingName.CACertificate, nameof(CACertificatePath), PathOrText(CACertificatePath));
        Put(layer, SettingName.Certificate, nameof(CertificatePath), PathOrText(CertificatePath));
        Put(layer, SettingName.Key, nameof(KeyPath), PathOrText(KeyPath));
        Put(layer, SettingName.CertificatePassword, nameof(CertificatePassword), CertificatePassword is null ? null : Secret(CertificatePassword));
        Put(layer, SettingName.CertificateThumbprint, nameof(CertificateThumbprint), CertificateThumbprint);
        Put(layer, SettingName.SkipCertificateCheck, nameof(SkipCertificateCheck), IsGiven(nameof(SkipCertificateCheck)) ? SkipCertificateCheck.ToBool() : null);
        return layer;
    }

    private protected static void Put(SettingLayer layer, SettingName setting, string parameter, object? value)
    {
        if (value is not null)
        {
            layer.Set(setting, value, $"parameter -{parameter}");
        }
    }

    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private string? PathOrText(string? value) =>
        value is null || CertificateText.IsPem(value) ? value : GetUnresolvedProviderPathFromPSPath(value);

    private static RedisSecret Secret(SecureString text)
    {
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            return new RedisSecret(Marshal.PtrToStringUni(copy, text.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }
}

using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Connections;

/// <summary>Encrypted connections and Unix sockets, through the cmdlets and against real servers.</summary>
public sealed class SecureConnectionTests
{
    [Fact]
    public void Connects_with_a_CA_and_a_client_certificate()
    {
        using TlsServer server = TlsServer.RequiringClientCertificate();
        string authority = $"-CACertificatePath '{server.CACertificatePath}'";
        string client = $"-CertificatePath '{server.Client.CertificatePath}' -KeyPath '{server.Client.KeyPath}'";

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {server.Url} {authority} {client} | Select-Object Server,State; Invoke-RedisCommand PING", "jsonl");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("PONG", output, StringComparison.Ordinal);

        (code, _, errors) = ModuleHost.Run($"Connect-Redis {server.Url} {authority} -MaxRetry 0");
        Assert.Equal(3, code);
        Assert.Contains("client certificate", errors, StringComparison.Ordinal);

        (code, _, errors) = ModuleHost.Run($"Connect-Redis {server.Url} {client} -MaxRetry 0");
        Assert.Equal(3, code);
        Assert.Contains("is not trusted", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_with_a_CA_and_a_client_certificate()
    {
        using TlsServer server = TlsServer.RequiringClientCertificate();
        string authority = $"-CACertificatePath '{server.CACertificatePath}'";
        string client = $"-CertificatePath '{server.Client.CertificatePath}' -KeyPath '{server.Client.KeyPath}'";

        Assert.Equal("True", ModuleHost.Run($"Test-RedisConnection {server.Url} {authority} {client} -Quiet").Output.Trim());
        Assert.Contains("client certificate", ModuleHost.Run($"Test-RedisConnection {server.Url} {authority}", "jsonl").Output, StringComparison.Ordinal);
        Assert.Contains("not trusted", ModuleHost.Run($"Test-RedisConnection {server.Url} {client}", "jsonl").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_for_another_name_is_accepted_only_under_that_name()
    {
        using TlsServer server = TlsServer.WithWrongName();
        string authority = $"-CACertificatePath '{server.CACertificatePath}'";

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis {server.Url} {authority} -MaxRetry 0");
        Assert.Equal(3, code);
        Assert.Contains("'elsewhere.example'", errors, StringComparison.Ordinal);
        Assert.Contains("TlsHost", errors, StringComparison.Ordinal);

        Assert.Equal(0, ModuleHost.Run($"Connect-Redis {server.Url} {authority} -TlsHost elsewhere.example").Code);
        Assert.Equal("True", ModuleHost.Run($"Test-RedisConnection {server.Url} {authority} -TlsHost elsewhere.example -Quiet").Output.Trim());
    }

    [Fact]
    public void Connects_through_a_Unix_socket()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using UnixSocketServer server = new();

        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis 'unix://{server.SocketPath}?db=2' | Out-Null; Invoke-RedisCommand SET here 1 | Out-Null; Get-RedisKey | Select-Object Key,Server,Database; Connect-Redis -SocketPath '{server.SocketPath}' | Out-Null; Test-RedisConnection -Quiet", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"Key\":\"here\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Database\":2", output, StringComparison.Ordinal);
        Assert.Contains(server.SocketPath, output, StringComparison.Ordinal);
        Assert.EndsWith("true", output.Trim(), StringComparison.Ordinal);
    }
}

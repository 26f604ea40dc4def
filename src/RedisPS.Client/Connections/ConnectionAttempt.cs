using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace RedisPS.Client;

/// <summary>One attempt to connect, stage by stage; the stages can be walked one at a time, to measure each.</summary>
internal sealed class ConnectionAttempt(RedisClientOptions options, TimeSpan silence) : IDisposable
{
    private readonly RedisEndpoint _endpoint = options.Endpoint;
    private readonly RespWriter _writer = new(capacity: 1024);
    private IPAddress[] _addresses = [];
    private Socket? _socket;
    private Stream? _stream;
    private StreamWatch? _watch;
    private RespReader? _reader;
    private RespValue? _hello;
    private int _protocol = 2;

    /// <summary>The stage under way.</summary>
    public ConnectionStage Stage { get; private set; } = ConnectionStage.Resolve;

    public int Protocol => _protocol;

    public async Task<RawConnection> RunAsync(CancellationToken cancellationToken)
    {
        await ResolveAsync(cancellationToken).ConfigureAwait(false);
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await EncryptAsync(cancellationToken).ConfigureAwait(false);
        await GreetAsync(cancellationToken).ConfigureAwait(false);
        await SelectAsync(cancellationToken).ConfigureAwait(false);
        RawConnection connection = new(_socket!, _stream!, _reader!, _watch!, _hello, _protocol);
        _socket = null;
        return connection;
    }

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken cancellationToken)
    {
        Stage = ConnectionStage.Resolve;
        if (_endpoint.UnixSocketPath is not null) { return _addresses; }
        if (IPAddress.TryParse(_endpoint.Host, out IPAddress? literal)) { return _addresses = [literal]; }
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(_endpoint.Host, cancellationToken).ConfigureAwait(false);
            return _addresses = found.Length > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException e) { throw ConnectionFailures.Resolve(_endpoint, e); }
        catch (ArgumentException) { throw ConnectionFailures.Resolve(_endpoint, new SocketException((int)SocketError.HostNotFound)); }
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Stage = ConnectionStage.Tcp;
        try
        {
            _socket = _endpoint.UnixSocketPath is { } path
                ? await OpenUnixAsync(path, cancellationToken).ConfigureAwait(false)
                : await AddressRace.ConnectAsync(_addresses, _endpoint.Port, cancellationToken).ConfigureAwait(false);
            if (_endpoint.UnixSocketPath is null) { KeepAlive(_socket); }
        }
        catch (SocketException e) { throw ConnectionFailures.Tcp(_endpoint, e); }
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        if (options.Tls is not { } tls)
        {
            Attach();
            return;
        }

        Stage = ConnectionStage.Tls;
        string target = tls.TargetHost ?? (_endpoint.UnixSocketPath is null ? _endpoint.Host : "localhost");
        SslPolicyErrors errors = SslPolicyErrors.None;
        X509Certificate2? certificate = null;
        X509ChainStatusFlags status = X509ChainStatusFlags.NoError;
        SslClientAuthenticationOptions how = new()
        {
            TargetHost = target,
            ClientCertificateContext = TlsMaterial.ClientCertificate(tls),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, presented, chain, found) =>
            {
                errors = found;
                certificate = presented is null ? null : new X509Certificate2(presented);
                foreach (X509ChainStatus part in chain?.ChainStatus ?? []) { status |= part.Status; }
                return found == SslPolicyErrors.None || tls.SkipCertificateCheck;
            },
        };
        if (TlsMaterial.TrustedRoots(tls) is { } roots)
        {
            how.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            how.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        SslStream encrypted = new(_stream!, leaveInnerStreamOpen: false);
        _stream = encrypted;
        try { await encrypted.AuthenticateAsClientAsync(how, cancellationToken).ConfigureAwait(false); }
        catch (Exception e) when (e is AuthenticationException or IOException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw errors != SslPolicyErrors.None && !tls.SkipCertificateCheck
                ? TlsFailures.Certificate(_endpoint, target, errors, certificate, status, e)
                : TlsFailures.Handshake(_endpoint, e);
        }

        Attach();
    }

    /// <summary>HELLO with user, password and name in one; AUTH and CLIENT SETNAME for servers that do not know it.</summary>
    public async Task GreetAsync(CancellationToken cancellationToken)
    {
        Stage = options.Password is null ? ConnectionStage.Handshake : ConnectionStage.Authenticate;
        if (CommandNames.Map(options.CommandMap, "HELLO") is { } hello)
        {
            RedisCommand greeting = Greeting(options.Protocol == RedisProtocol.Resp2 ? 2 : 3);
            RespValue reply = await AskAsync(hello, greeting, cancellationToken).ConfigureAwait(false);
            if (!reply.IsError)
            {
                _hello = reply;
                _protocol = options.Protocol == RedisProtocol.Resp2 ? 2 : 3;
                return;
            }

            string error = reply.AsText()!;
            bool unknown = error.Contains("unknown command", StringComparison.OrdinalIgnoreCase)
                || error.StartsWith("NOPROTO", StringComparison.Ordinal) || error.Contains("syntax", StringComparison.OrdinalIgnoreCase);
            if (!unknown) { throw ConnectionFailures.Refused(_endpoint, Stage, error, options); }
        }

        if (options.Protocol == RedisProtocol.Resp3) { throw ConnectionFailures.Refused(_endpoint, ConnectionStage.Handshake, "NOPROTO", options); }
        await GreetOldAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task SelectAsync(CancellationToken cancellationToken)
    {
        if (options.Database == 0) { return; }
        Stage = ConnectionStage.Select;
        string name = CommandNames.Map(options.CommandMap, "SELECT")
            ?? throw ConnectionFailures.Refused(_endpoint, Stage, "ERR SELECT is disabled by the command map", options);
        RespValue reply = await AskAsync(name, new RedisCommand("SELECT", options.Database), cancellationToken).ConfigureAwait(false);
        if (reply.IsError) { throw ConnectionFailures.Refused(_endpoint, Stage, reply.AsText()!, options); }
    }

    /// <summary>Sends one command and reads its reply, with the failures of a handshake.</summary>
    public async Task<RespValue> AskAsync(string name, RedisCommand command, CancellationToken cancellationToken)
    {
        _writer.Clear();
        _writer.Command(System.Text.Encoding.UTF8.GetBytes(name), command.Arguments);
        try { await _stream!.WriteAsync(_writer.Buffered, cancellationToken).ConfigureAwait(false); }
        catch (IOException)
        {
            // The server may have said why before it closed: read on.
        }
        finally { _writer.Wipe(); }

        try { return await _reader!.ReadAsync(cancellationToken).ConfigureAwait(false); }
        catch (RedisProtocolException e) { throw ConnectionFailures.NotRedis(_endpoint, _reader!.Peek, e); }
        catch (RedisConnectionException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFailures.Dropped(_endpoint, options.Tls is not null, e.InnerException);
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        if (_socket is null) { return; }
        _watch?.Dispose();
        _socket.Dispose();
        _stream?.Dispose();
    }

    // Whoever is named is who is wanted: without a password the server decides whether he needs one. Nobody, and default, are let in or asked for one.
    private string? Password => options.Password?.Reveal() ?? (string.IsNullOrEmpty(options.User) || options.User == "default" ? null : "");

    private async Task GreetOldAsync(CancellationToken cancellationToken)
    {
        if (Password is { } password)
        {
            RedisCommand auth = string.IsNullOrEmpty(options.User) ? new RedisCommand("AUTH", password) : new RedisCommand("AUTH", options.User, password);
            await RequireAsync(auth, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Without HELLO only a command tells whether a password is wanted.
            RespValue pong = await AskAsync(CommandNames.Map(options.CommandMap, "PING") ?? "PING", new RedisCommand("PING"), cancellationToken).ConfigureAwait(false);
            string error = pong.IsError ? pong.AsText()! : "";
            if (error.StartsWith("NOAUTH", StringComparison.Ordinal) || error.StartsWith("DENIED", StringComparison.Ordinal)
                || error.Contains("max number of clients", StringComparison.OrdinalIgnoreCase))
            {
                throw ConnectionFailures.Refused(_endpoint, ConnectionStage.Handshake, error, options);
            }
        }

        if (options.ClientName is { Length: > 0 } clientName && CommandNames.Map(options.CommandMap, "CLIENT") is { } client)
        {
            // A name is a courtesy: a user who may not set it works all the same.
            _ = await AskAsync(client, new RedisCommand("CLIENT", "SETNAME", clientName), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RequireAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        string name = CommandNames.Map(options.CommandMap, command.Name) ?? command.Name;
        RespValue reply = await AskAsync(name, command, cancellationToken).ConfigureAwait(false);
        if (reply.IsError) { throw ConnectionFailures.Refused(_endpoint, Stage, reply.AsText()!, options); }
    }

    private RedisCommand Greeting(int version)
    {
        List<RedisArgument> arguments = [version];
        if (Password is { } password) { arguments.AddRange(["AUTH", string.IsNullOrEmpty(options.User) ? "default" : options.User, password]); }
        if (options.ClientName is { Length: > 0 } name) { arguments.AddRange(["SETNAME", name]); }
        return new RedisCommand("HELLO", [.. arguments]);
    }

    private void Attach()
    {
        _watch = new StreamWatch(_stream!, _endpoint, silence, _socket);
        _reader = new RespReader(_stream!, options.Limits, _watch) { Pollable = options.Tls is null ? _socket : null };
    }

    private void KeepAlive(Socket socket)
    {
        if (options.KeepAlive <= TimeSpan.Zero) { return; }
        int seconds = Math.Max(1, (int)options.KeepAlive.TotalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 3));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private static async Task<Socket> OpenUnixAsync(string path, CancellationToken cancellationToken)
    {
        UnixDomainSocketEndPoint where;
        try { where = new UnixDomainSocketEndPoint(path); }
        catch (ArgumentOutOfRangeException e) { throw new RedisConfigurationException($"'{path}' is too long for a Unix socket's path.", e); }
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(where, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

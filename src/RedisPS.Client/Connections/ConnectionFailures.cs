using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RedisPS.Client;

/// <summary>Every way in which connecting fails: what happened, and what to do about it.</summary>
internal static class ConnectionFailures
{
    public static RedisConnectionException Resolve(RedisEndpoint endpoint, SocketException cause) => cause.SocketErrorCode == SocketError.TryAgain
        ? new(ConnectionStage.Resolve, endpoint, $"The name server could not say where '{endpoint.Host}' is: {cause.Message}.", "Check the network and the name server, then try again.", cause) { IsTransient = true }
        : new(ConnectionStage.Resolve, endpoint, $"The host name '{endpoint.Host}' is not known.", "Check the spelling of the host name, and that this machine can resolve it.", cause);

    public static RedisConnectionException Tcp(RedisEndpoint endpoint, SocketException cause)
    {
        if (endpoint.UnixSocketPath is { } path)
        {
            return cause.SocketErrorCode switch
            {
                SocketError.AccessDenied => Make($"This user may not open the Unix socket '{path}'.", "Join the socket's group, or set unixsocketperm on the server."),
                SocketError.ConnectionRefused => Make($"Nobody listens on the Unix socket '{path}'.", "Start the server; a socket file can outlive its server.") with { Transient = true },
                _ when !File.Exists(path) => Make($"There is no Unix socket '{path}'.", "Check the path, and the server's unixsocket setting.") with { Transient = true },
                _ => Make($"The Unix socket '{path}' could not be opened: {cause.Message}.", "Check that the path is a socket of a running server."),
            };
        }

        return cause.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => Make($"{endpoint} refused the connection: nothing listens there.", "Check the port, that the server is running, and its bind setting.") with { Transient = true },
            SocketError.TimedOut => Make($"{endpoint} did not answer.", "Check the address, and that no firewall drops packets on the way."),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
                Make($"There is no way to {endpoint}: {cause.Message}.", "Check the address, the network and the VPN."),
            SocketError.AccessDenied => Make($"This machine does not allow a connection to {endpoint}.", "Check the local firewall and the sandbox that this process runs in."),
            SocketError.ConnectionReset => Make($"{endpoint} dropped the connection as soon as it was made.", "Something in between (a proxy, a port forward) may not reach the server.") with { Transient = true },
            _ => Make($"{endpoint} could not be reached: {cause.Message}.", "Check host, port and network."),
        };

        TcpFailure Make(string message, string remedy) => new(endpoint, message, remedy, cause, false);
    }

    public static RedisConnectionException TooSlow(RedisEndpoint endpoint, ConnectionStage stage, TimeSpan limit, bool tls)
    {
        string seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return stage switch
        {
            ConnectionStage.Resolve => new(stage, endpoint, $"The address of '{endpoint.Host}' was not found within {seconds} s.", "Check the name server, or use the address itself."),
            ConnectionStage.Tcp => new(stage, endpoint, $"{endpoint} did not answer within {seconds} s.", "Check the address, and that no firewall drops packets on the way; raise the connect timeout for a distant server."),
            ConnectionStage.Tls => new(stage, endpoint, $"{endpoint} accepted the connection but did not answer the TLS handshake within {seconds} s. That is how a port without TLS behaves.", "Connect without TLS, or use the server's tls-port."),
            _ => new(stage, endpoint, $"{endpoint} accepted the connection but said nothing within {seconds} s{(tls ? "" : "; it may be busy, or expect TLS, or not be Redis")}.", tls ? "Check that a Redis server listens there and is not blocked by a long command." : "Check that a Redis server listens there, try with TLS, and check that no long command blocks it."),
        };
    }

    public static RedisConnectionException Lost(RedisEndpoint endpoint, Exception? cause) =>
        new(ConnectionStage.Established, endpoint, $"The connection to {endpoint} was lost{Reason(cause)}.", "The next command connects again by itself. Check the server if this repeats.", cause);

    public static RedisConnectionException ClosedByClient(RedisEndpoint endpoint) =>
        new(ConnectionStage.Established, endpoint, $"The connection to {endpoint} has been closed.", "Connect again.");

    public static RedisConnectionException FailingFast(RedisEndpoint endpoint, RedisConnectionException last, int failures) =>
        new(last.Stage, endpoint, $"{endpoint} has failed {failures} times in a row, so this command was not tried. Last: {last.Message}", last.Remedy, last) { IsTransient = true };

    /// <summary>The connection ended while the handshake was under way.</summary>
    public static RedisConnectionException Dropped(RedisEndpoint endpoint, bool tls, Exception? cause) => tls
        ? new(ConnectionStage.Handshake, endpoint, $"{endpoint} closed the connection after the TLS handshake{Reason(cause)}.", "The server may require a client certificate (tls-auth-clients): give one. Else look into the server's log.", cause)
        : new(ConnectionStage.Handshake, endpoint, $"{endpoint} closed the connection without an answer{Reason(cause)}.", "If this is a TLS port, connect with TLS. Else look into the server's log; a proxy in between may have lost its server.", cause) { IsTransient = true };

    /// <summary>What arrived is not Redis: who speaks there?</summary>
    public static RedisConnectionException NotRedis(RedisEndpoint endpoint, ReadOnlySpan<byte> arrived, RedisProtocolException cause)
    {
        if (arrived.StartsWith("HTTP/"u8) || arrived.StartsWith("<htm"u8) || arrived.StartsWith("<!DO"u8))
        {
            return new(ConnectionStage.Handshake, endpoint, $"A web server answers on {endpoint}, not Redis.", $"Check the port; Redis usually listens on {RedisEndpoint.DefaultPort}.", cause);
        }

        if (arrived.Length >= 2 && arrived[0] is 0x15 or 0x16 && arrived[1] == 3)
        {
            return new(ConnectionStage.Handshake, endpoint, $"{endpoint} speaks TLS, and this connection was made without.", "Connect with TLS (rediss://, -Tls), or use the port without TLS.", cause);
        }

        if (arrived.StartsWith("SSH-"u8)) { return new(ConnectionStage.Handshake, endpoint, $"An SSH server answers on {endpoint}, not Redis.", "Check the port.", cause); }
        string shown = RedisKey.Escape(arrived[..Math.Min(arrived.Length, 30)]);
        return new(ConnectionStage.Handshake, endpoint, $"{endpoint} does not speak the Redis protocol; it began with \"{shown}\".", "Check host and port.", cause);
    }

    /// <summary>An error reply during the handshake.</summary>
    public static RedisConnectionException Refused(RedisEndpoint endpoint, ConnectionStage stage, string error, RedisClientOptions options)
    {
        string user = string.IsNullOrEmpty(options.User) ? "default" : options.User;
        string text = PrintableText.Of(Scrub(error, options));
        string code = RedisServerException.CodeOf(error);
        return code switch
        {
            "NOAUTH" => new(ConnectionStage.Authenticate, endpoint, $"{endpoint} asks for a password, and none was given.", "Give a password (and a user, if the server has ACL users)."),
            "WRONGPASS" when options.Password is null => new(ConnectionStage.Authenticate, endpoint, $"{endpoint} asks for the password of user '{user}', and none was given; or the user is disabled or does not exist.", "Give the password: -Credential, or -PasswordFile. ACL LIST on the server shows its users."),
            "WRONGPASS" => new(ConnectionStage.Authenticate, endpoint, $"{endpoint} rejected the password of user '{user}', or the user is disabled or does not exist.", "Check user and password; ACL LIST on the server shows its users."),
            "DENIED" => new(ConnectionStage.Handshake, endpoint, $"{endpoint} runs in protected mode: it has no password and accepts local connections only.", "On the server, set a password (requirepass or an ACL user), or bind it to a trusted network and set protected-mode no."),
            "LOADING" => StillLoading(endpoint, ""),
            "NOPERM" => new(stage, endpoint, $"User '{user}' lacks a permission at {endpoint}: {text}", "Have the permission added with ACL SETUSER."),
            "MASTERDOWN" => new(ConnectionStage.Ready, endpoint, $"{endpoint} is a replica without its primary and serves no stale data.", "Connect to the primary, or set replica-serve-stale-data yes.") { IsTransient = true },
            _ when error.Contains("max number of clients", StringComparison.OrdinalIgnoreCase) =>
                new(ConnectionStage.Handshake, endpoint, $"{endpoint} has reached its maximum number of clients.", "Close idle clients (CLIENT LIST, CLIENT KILL) or raise maxclients.") { IsTransient = true },
            _ when error.Contains("without any password configured", StringComparison.OrdinalIgnoreCase) =>
                new(ConnectionStage.Authenticate, endpoint, $"A password was given, but user '{user}' at {endpoint} has none.", "Connect without a password, or set one on the server."),
            _ when error.Contains("invalid password", StringComparison.OrdinalIgnoreCase) =>
                new(ConnectionStage.Authenticate, endpoint, $"{endpoint} rejected the password of user '{user}'.", "Check the password."),
            _ when stage == ConnectionStage.Select && error.Contains("out of range", StringComparison.OrdinalIgnoreCase) =>
                new(stage, endpoint, $"{endpoint} has no database {options.Database}.", "Choose a smaller number, or raise the server's databases setting."),
            _ when stage == ConnectionStage.Select && error.Contains("cluster", StringComparison.OrdinalIgnoreCase) =>
                new(stage, endpoint, $"{endpoint} is part of a cluster, which has database 0 only.", "Choose database 0."),
            _ when code == "NOPROTO" => new(stage, endpoint, $"{endpoint} does not speak the protocol that was asked for.", "Use RESP2, or let the client choose."),
            _ => new(stage, endpoint, $"{endpoint} refused: {text}", "See the server's documentation for this error."),
        };
    }

    public static RedisConnectionException StillLoading(RedisEndpoint endpoint, string progress) =>
        new(ConnectionStage.Ready, endpoint, $"{endpoint} is still loading its data set{progress}.", "Wait and connect again, or raise the connect timeout.") { IsTransient = true };

    /// <summary>Removes the password from a text of the server's.</summary>
    public static string Scrub(string text, RedisClientOptions options)
    {
        string? password = options.Password?.Reveal();
        return string.IsNullOrEmpty(password) ? text : text.Replace(password, "***", StringComparison.Ordinal);
    }

    private static string Reason(Exception? cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => ": it was reset",
                    SocketError.TimedOut => ": the other side no longer answers",
                    SocketError.OperationAborted or SocketError.Interrupted => "",
                    _ => $": {socket.Message}",
                };
            }
        }

        return cause is null ? ": the server closed it" : "";
    }

    // Keeps the arms of the switch short.
    private sealed record TcpFailure(RedisEndpoint Endpoint, string Message, string Remedy, SocketException Cause, bool Transient)
    {
        public static implicit operator RedisConnectionException(TcpFailure failure) =>
            new(ConnectionStage.Tcp, failure.Endpoint, failure.Message, failure.Remedy, failure.Cause) { IsTransient = failure.Transient };
    }
}

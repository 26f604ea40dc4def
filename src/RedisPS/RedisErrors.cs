using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Access;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.Hosts;
using RedisPS.Core.Persistence;
using RedisPS.Core.Rdb;
using RedisPS.Core.Transfer;

namespace RedisPS;

/// <summary>
/// Every error of the module: its stable id, its category, and what to do about it. The one place that maps server texts and
/// client exceptions to errors.
/// </summary>
internal static class RedisErrors
{
    /// <summary>The error of a client's exception.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="target">What it happened to; without it, the endpoint or the command.</param>
    public static ErrorRecord From(RedisException exception, object? target)
    {
        switch (exception)
        {
            case RedisServerException server:
                ServerError kind = ServerError.Of(server.Message);
                return Record(server, kind.Id, kind.Category, target ?? server.Command, Remedy(kind, server.Message));
            case RedisConnectionException { InnerException: RedisServerException server } connection:
                ServerError cause = ServerError.Of(server.Message);
                return Record(connection, cause.Id, cause.Category, target ?? connection.Endpoint, Known(connection.Remedy, cause.Remedy));
            case RedisConnectionException connection:
                (string id, ErrorCategory category, string remedy) = Stage(connection.Stage);
                return Record(connection, id, category, target ?? connection.Endpoint, Known(connection.Remedy, remedy));
            case RedisTimeoutException timeout:
                return Record(timeout, "Timeout", ErrorCategory.OperationTimeout, target ?? timeout.Endpoint,
                    "The command may still have run: look before you repeat a change. For work that takes longer, connect with a larger -OperationTimeout.");
            case RedisProtocolException protocol:
                return Record(protocol, "ProtocolError", ErrorCategory.ProtocolError, target,
                    "Check that this port speaks the Redis protocol, and that nothing in between changes the bytes.");
            case ConfigException config:
                (string configId, ErrorCategory configCategory) = Config(config.Failure);
                return Record(config, configId, configCategory, target, config.Remedy);
            case BackupException backup:
                (string backupId, ErrorCategory backupCategory) = Backup(backup.Failure);
                return Record(backup, backupId, backupCategory, target, backup.Remedy);
            case TransferException transfer:
                (string transferId, ErrorCategory transferCategory) = Transfer(transfer.Failure);
                return Record(transfer, transferId, transferCategory, target, transfer.Remedy);
            case SaveException save:
                (string saveId, ErrorCategory saveCategory) = Save(save.Failure);
                return Record(save, saveId, saveCategory, target, save.Remedy);
            case RdbFormatException { IsUnknownFormat: true } newer:
                return Record(newer, "BackupFormatUnknown", ErrorCategory.NotImplemented, target, "A newer RedisPS may read it; a server of the version that wrote it does.");
            case RdbFormatException rdb:
                return Record(rdb, "BackupDamaged", ErrorCategory.InvalidData, target, "Use another backup; Get-RedisBackup lists them, Test-RedisBackup tells which are whole.");
            case AclException acl:
                (string aclId, ErrorCategory aclCategory) = Acl(acl.Failure);
                return Record(acl, aclId, aclCategory, target, acl.Remedy);
            case RedisConfigurationException configuration:
                return Record(configuration, "SettingInvalid", ErrorCategory.InvalidArgument, target, "");
            default:
                return Record(exception, "RedisError", ErrorCategory.NotSpecified, target, "");
        }
    }

    /// <summary>The error of something that could not be done on this machine.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="target">The service, product or program it happened to.</param>
    public static ErrorRecord From(HostException exception, object? target)
    {
        (string id, ErrorCategory category) = exception.Failure switch
        {
            HostFailure.ProgramNotFound => ("ProgramNotFound", ErrorCategory.ObjectNotFound),
            HostFailure.ProgramTimeout => ("ProgramTimeout", ErrorCategory.OperationTimeout),
            HostFailure.ElevationRequired => ("ElevationRequired", ErrorCategory.PermissionDenied),
            HostFailure.ServerNotFound => ("ServerNotFound", ErrorCategory.ObjectNotFound),
            HostFailure.PortInUse => ("PortInUse", ErrorCategory.ResourceExists),
            HostFailure.SettingRefused => ("SettingRefused", ErrorCategory.InvalidArgument),
            HostFailure.SandboxFailed => ("SandboxFailed", ErrorCategory.OpenError),
            HostFailure.ServiceNotFound => ("ServiceNotFound", ErrorCategory.ObjectNotFound),
            HostFailure.ServiceStartFailed => ("ServiceStartFailed", ErrorCategory.OpenError),
            HostFailure.ServiceStopFailed => ("ServiceStopFailed", ErrorCategory.CloseError),
            HostFailure.ServiceTimeout => ("ServiceTimeout", ErrorCategory.OperationTimeout),
            HostFailure.ServiceNotSupported => ("ServiceNotSupported", ErrorCategory.NotImplemented),
            HostFailure.UnsavedData => ("UnsavedData", ErrorCategory.InvalidOperation),
            HostFailure.ProviderUnavailable => ("ProviderUnavailable", ErrorCategory.ResourceUnavailable),
            HostFailure.ProductUnavailable => ("ProductUnavailable", ErrorCategory.ObjectNotFound),
            HostFailure.ScheduleInvalid => ("ScheduleInvalid", ErrorCategory.InvalidArgument),
            HostFailure.TaskRefused => ("TaskRefused", ErrorCategory.InvalidArgument),
            HostFailure.TaskNotFound => ("TaskNotFound", ErrorCategory.ObjectNotFound),
            HostFailure.InstallFailed => ("InstallFailed", ErrorCategory.InvalidResult),
            _ => ("ProgramFailed", ErrorCategory.InvalidResult),
        };
        return Record(exception, id, category, target, exception.Remedy);
    }

    /// <summary>No connection to use.</summary>
    /// <param name="others">How many connections the session has, none of them current.</param>
    public static ErrorRecord NotConnected(int others)
    {
        string remedy = others == 0
            ? "Connect first: Connect-Redis (with REDIS_URL or localhost), Connect-Redis redis://host:6379, or Connect-Redis -HostName host -Credential user."
            : "Choose one with Select-RedisConnection, or name it with -Connection; Get-RedisConnection lists them.";
        string message = others == 0 ? "There is no Redis connection in this session." : "None of this session's Redis connections is the current one.";
        return Record(new InvalidOperationException(message), "NotConnected", ErrorCategory.ConnectionError, null, remedy);
    }

    /// <summary>A server refused CONFIG: says which of the reasons it is, as far as is known.</summary>
    /// <param name="exception">What the server answered.</param>
    /// <param name="connection">The connection.</param>
    public static ErrorRecord ConfigRefused(RedisServerException exception, RedisConnection connection)
    {
        ServerError kind = ServerError.Of(exception.Message);
        ServerCapabilities known = connection.Client.Capabilities;
        string remedy = kind.Id switch
        {
            "CommandUnavailable" when known.Mode == "sentinel" => "A Sentinel has no CONFIG: use SENTINEL CONFIG GET and SENTINEL CONFIG SET (Invoke-RedisCommand).",
            "CommandUnavailable" when known.IsManaged => "This is a managed service, which withholds CONFIG: change settings where the service is managed (its portal, command line or parameter group).",
            "CommandUnavailable" => "CONFIG is renamed or taken away on this server, or a managed service withholds it. If it is renamed, connect with -CommandMap @{ CONFIG = 'its-name' }; a managed service has its settings in its portal.",
            "CommandNotPermitted" => $"The ACL user '{known.AclUser ?? connection.User}' may not; an administrator grants it with: ACL SETUSER {known.AclUser ?? connection.User} +{Missing(exception.Message) ?? "config"}.",
            _ => kind.Remedy,
        };
        return Record(exception, kind.Id, kind.Category, connection, remedy);
    }

    /// <summary>Settings are in force, and not in the file although that was wanted.</summary>
    /// <param name="server">Where.</param>
    /// <param name="what">The settings.</param>
    /// <param name="note">Why; empty when that is not known.</param>
    /// <param name="target">What the error is about.</param>
    public static ErrorRecord ConfigNotPersisted(string server, IEnumerable<string> what, string note, object target) => Record(
        new ConfigException(ConfigFailure.NotWritten, $"In force on {server}, but lost when it starts again: {string.Join(", ", what)}. {note}".TrimEnd()),
        "ConfigNotPersisted", ErrorCategory.WriteError, target,
        "Put it where the server is started: into the file that has the last word, or on its command line. Save-RedisConfig tries again, for users Save-RedisAcl.");

    /// <summary>A user is changed, and not in the file although that was wanted.</summary>
    /// <param name="server">Where.</param>
    /// <param name="what">What of which user.</param>
    /// <param name="note">Why.</param>
    /// <param name="user">The user.</param>
    public static ErrorRecord AclNotPersisted(string server, string what, string note, string user) => Record(
        new AclException(AclFailure.NotSaved, $"In force on {server}, but lost when it starts again: {what}. {note}"),
        "AclNotPersisted", ErrorCategory.WriteError, user, "Save-RedisAcl tries again; the server's log tells why.");

    /// <summary>A question could not be asked.</summary>
    public static ErrorRecord ConfirmationNeeded(string description, Exception inner) =>
        Record(
            new InvalidOperationException($"This needs a confirmation, and this session cannot ask: {description}", inner),
            "ConfirmationNeeded",
            ErrorCategory.InvalidOperation,
            null,
            "Look at it with -WhatIf; do it with -Force.");

    /// <summary>Something that was named does not exist.</summary>
    /// <param name="id">Such as <c>KeyNotFound</c>.</param>
    /// <param name="message">What is missing, and where.</param>
    /// <param name="target">The name.</param>
    /// <param name="remedy">What to do about it.</param>
    public static ErrorRecord NotFound(string id, string message, object? target, string remedy = "") =>
        Record(new ItemNotFoundException(message), id, ErrorCategory.ObjectNotFound, target, remedy);

    /// <summary>An argument that cannot be used, found only after binding.</summary>
    public static ErrorRecord InvalidArgument(string id, string message, object? target, string remedy = "") =>
        Record(new ArgumentException(message), id, ErrorCategory.InvalidArgument, target, remedy);

    /// <summary>Any error: the one way to build one, so that the remedy is shown and can be read by scripts.</summary>
    public static ErrorRecord Record(Exception exception, string id, ErrorCategory category, object? target, string remedy)
    {
        ErrorRecord record = new(exception, id, category, target!);
        if (remedy.Length > 0)
        {
            // Both hosts show the action below the message.
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = remedy };
        }

        return record;
    }

    // The server names the command that is missing, so the remedy can be copied.
    private static string Remedy(ServerError kind, string message) =>
        kind.Id == "CommandNotPermitted" && Missing(message) is { } command ? kind.Remedy.Replace("+command", $"+{command}", StringComparison.Ordinal) : kind.Remedy;

    // NOPERM this user has no permissions to run the 'config|get' command
    private static string? Missing(string message) => message.Split('\'') is { Length: >= 3 } parts ? parts[1] : null;

    private static string Known(string? specific, string general) => string.IsNullOrEmpty(specific) ? general : specific;

    private static (string Id, ErrorCategory Category) Save(SaveFailure failure) => failure switch
    {
        SaveFailure.Busy => ("SaveInProgress", ErrorCategory.ResourceBusy),
        SaveFailure.Killed => ("SaveKilled", ErrorCategory.OperationStopped),
        SaveFailure.Timeout => ("SaveTimeout", ErrorCategory.OperationTimeout),
        SaveFailure.Restarted => ("SaveInterrupted", ErrorCategory.OperationStopped),
        _ => ("SaveFailed", ErrorCategory.WriteError),
    };

    private static (string Id, ErrorCategory Category) Backup(BackupFailure failure) => failure switch
    {
        BackupFailure.NoSpace => ("BackupNoSpace", ErrorCategory.WriteError),
        BackupFailure.AlreadyExists => ("BackupExists", ErrorCategory.ResourceExists),
        BackupFailure.NotFound => ("BackupNotFound", ErrorCategory.ObjectNotFound),
        BackupFailure.Damaged => ("BackupDamaged", ErrorCategory.InvalidData),
        BackupFailure.ServerFileMissing => ("BackupServerFileMissing", ErrorCategory.ObjectNotFound),
        BackupFailure.AppendOnlyFailed => ("BackupAppendOnlyFailed", ErrorCategory.ReadError),
        BackupFailure.Timeout => ("BackupTimeout", ErrorCategory.OperationTimeout),
        BackupFailure.UnknownFormat => ("BackupFormatUnknown", ErrorCategory.NotImplemented),
        BackupFailure.RetentionBlocked => ("BackupRetentionBlocked", ErrorCategory.InvalidResult),
        BackupFailure.LastVerified => ("BackupLastVerified", ErrorCategory.InvalidOperation),
        BackupFailure.Changed => ("BackupChanged", ErrorCategory.InvalidData),
        BackupFailure.Refused => ("RestoreRefused", ErrorCategory.InvalidOperation),
        BackupFailure.RestoreFailed => ("RestoreFailed", ErrorCategory.InvalidResult),
        _ => ("BackupNotWritable", ErrorCategory.WriteError),
    };

    private static (string Id, ErrorCategory Category) Transfer(TransferFailure failure) => failure switch
    {
        TransferFailure.NoSpace => ("FileNoSpace", ErrorCategory.WriteError),
        TransferFailure.AlreadyExists => ("FileExists", ErrorCategory.ResourceExists),
        TransferFailure.NotFound => ("FileNotFound", ErrorCategory.ObjectNotFound),
        TransferFailure.Damaged => ("FileDamaged", ErrorCategory.InvalidData),
        TransferFailure.UnknownFormat => ("FileFormatUnknown", ErrorCategory.InvalidData),
        _ => ("FileNotWritable", ErrorCategory.WriteError),
    };

    private static (string Id, ErrorCategory Category) Config(ConfigFailure failure) => failure switch
    {
        ConfigFailure.FileMissing => ("ConfigFileMissing", ErrorCategory.InvalidOperation),
        ConfigFailure.FileNotWritable => ("ConfigFileNotWritable", ErrorCategory.WriteError),
        ConfigFailure.NotWritten => ("ConfigNotPersisted", ErrorCategory.WriteError),
        ConfigFailure.NotApplied => ("ConfigNotApplied", ErrorCategory.InvalidResult),
        ConfigFailure.FileUnreadable => ("DataFileInvalid", ErrorCategory.InvalidData),
        ConfigFailure.FileExists => ("FileExists", ErrorCategory.ResourceExists),
        _ => ("ConfigInvalidValue", ErrorCategory.InvalidArgument),
    };

    private static (string Id, ErrorCategory Category) Acl(AclFailure failure) => failure switch
    {
        AclFailure.UserNotFound => ("AclUserNotFound", ErrorCategory.ObjectNotFound),
        AclFailure.UserExists => ("AclUserExists", ErrorCategory.ResourceExists),
        AclFailure.UserProtected => ("AclUserProtected", ErrorCategory.InvalidOperation),
        AclFailure.NotApplied => ("AclNotApplied", ErrorCategory.InvalidResult),
        AclFailure.NothingToSaveTo => ("AclFileMissing", ErrorCategory.InvalidOperation),
        AclFailure.NotSaved => ("AclNotPersisted", ErrorCategory.WriteError),
        AclFailure.PasswordUnknown => ("PasswordUnknown", ErrorCategory.AuthenticationError),
        _ => ("AclNotSupported", ErrorCategory.NotImplemented),
    };

    private static (string Id, ErrorCategory Category, string Remedy) Stage(ConnectionStage stage) => stage switch
    {
        ConnectionStage.Resolve => ("ResolveFailed", ErrorCategory.ConnectionError, "Check the host name."),
        ConnectionStage.Tcp => ("TcpFailed", ErrorCategory.ConnectionError, "Check host and port, that the server runs, and that no firewall is in between."),
        ConnectionStage.Tls => ("TlsFailed", ErrorCategory.SecurityError, "Check that the port speaks TLS, and the certificates: -CACertificatePath, -TlsHost."),
        ConnectionStage.Authenticate => ("AuthenticationFailed", ErrorCategory.AuthenticationError, "Check user and password: -Credential."),
        ConnectionStage.Handshake => ("HandshakeFailed", ErrorCategory.ProtocolError, "Check that this port is a Redis server; if it speaks TLS, use -Tls."),
        ConnectionStage.Select => ("DatabaseUnavailable", ErrorCategory.InvalidArgument, "Check the database number: -Database."),
        ConnectionStage.Ready => ("NotReady", ErrorCategory.ResourceUnavailable, "The server is still loading or busy; try again later."),
        ConnectionStage.Established => ("ConnectionLost", ErrorCategory.ConnectionError, "The next command connects again by itself."),
        _ => ("ConnectionFailed", ErrorCategory.ConnectionError, ""),
    };
}

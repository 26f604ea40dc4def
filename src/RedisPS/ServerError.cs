using System.Management.Automation;

namespace RedisPS;

/// <summary>What a server's error text means: id, category and remedy. Texts as Redis 7.0 to 8.0 and Valkey 8 send them.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Category">PowerShell's category.</param>
/// <param name="Remedy">What to do; empty when the text itself says it.</param>
internal sealed record ServerError(string Id, ErrorCategory Category, string Remedy)
{
    // First match wins: the special before the general. Start: the text begins so; Part: it has this somewhere.
    private static readonly (string Start, string Part, ServerError Error)[] s_table =
    [
        ("NOAUTH", "", new("NotAuthenticated", ErrorCategory.AuthenticationError, "The server wants a password: Connect-Redis -Credential, -PasswordFile, or REDISCLI_AUTH.")),
        ("WRONGPASS", "", new("WrongPassword", ErrorCategory.AuthenticationError, "Check the user (no user means 'default') and the password, and that the user is on: ACL GETUSER.")),
        ("ERR", "without any password configured", new("PasswordNotExpected", ErrorCategory.AuthenticationError, "The server has no password set: connect without one, or check that this is the right server.")),
        ("NOPERM", "channel", new("ChannelNotPermitted", ErrorCategory.PermissionDenied, "The ACL user may not use this channel; an administrator grants it with ACL SETUSER user &pattern.")),
        ("NOPERM", "keys", new("KeyNotPermitted", ErrorCategory.PermissionDenied, "The ACL user may not use this key; an administrator grants it with ACL SETUSER user ~pattern.")),
        ("NOPERM", "access a key", new("KeyNotPermitted", ErrorCategory.PermissionDenied, "The ACL user may not use this key; an administrator grants it with ACL SETUSER user ~pattern.")),
        ("NOPERM", "", new("CommandNotPermitted", ErrorCategory.PermissionDenied, "An administrator grants it with ACL SETUSER user +command.")),
        ("ERR", "Error in ACL SETUSER modifier", new("AclRuleInvalid", ErrorCategory.InvalidArgument, "Nothing was changed. This server may not know a command or category of the rule: Get-RedisAclCategory lists them.")),
        ("ERR", "unknown command", new("CommandUnavailable", ErrorCategory.NotImplemented, "The server is too old or another product, or the command is disabled or renamed there (then: Connect-Redis -CommandMap).")),
        ("ERR", "unknown subcommand", new("CommandUnavailable", ErrorCategory.NotImplemented, "The server is too old or another product.")),
        ("ERR Command '", "not found", new("CommandUnavailable", ErrorCategory.NotImplemented, "The server does not have this command: it is too old or another product, or the command is disabled or renamed there (then: Connect-Redis -CommandMap).")),
        ("ERR", "can't set immutable config", new("ConfigImmutable", ErrorCategory.InvalidOperation, "This setting is read at start only: change the configuration file and restart.")),
        ("ERR", "is read-only and cannot be set at runtime", new("ConfigImmutable", ErrorCategory.InvalidOperation, "Garnet reads this setting at start only: change how it is started.")),
        ("ERR", "can't set protected config", new("ConfigProtected", ErrorCategory.SecurityError, "The server's enable-protected-configs forbids it.")),
        ("ERR", "must be one of the following", new("ConfigInvalidValue", ErrorCategory.InvalidArgument, "")),
        ("ERR", "CONFIG SET failed", new("ConfigInvalidValue", ErrorCategory.InvalidArgument, "")),
        ("ERR", "Rewriting config file", new("ConfigFileNotWritable", ErrorCategory.WriteError, "The server's user must be able to write to the directory of the file, and the file must not be mounted by itself.")),
        ("ERR", "Unknown option or number of arguments for CONFIG SET", new("ConfigUnknown", ErrorCategory.ObjectNotFound, "This server does not know the setting.")),
        ("ERR", "running without a config file", new("ConfigFileMissing", ErrorCategory.InvalidOperation, "The server was started without a file, so nothing can be written back; start it with one.")),
        ("ERR", "Background save already in progress", new("SaveInProgress", ErrorCategory.ResourceBusy, "Wait for the running save.")),
        ("ERR", "Another child process is active", new("SaveBlocked", ErrorCategory.ResourceBusy, "Wait for the running rewrite, or schedule the save.")),
        ("ERR", "append only file rewriting already in progress", new("RewriteInProgress", ErrorCategory.ResourceBusy, "Wait for the running rewrite.")),
        ("OOM", "", new("OutOfMemory", ErrorCategory.LimitsExceeded, "The server is at maxmemory: free keys, raise maxmemory, or choose an eviction policy.")),
        ("MISCONF", "", new("WritesStopped", ErrorCategory.ResourceUnavailable, "The server stopped writes because saving failed: look at its log, its disk and dir.")),
        ("TOOLARGE", "", new("ValueTooLarge", ErrorCategory.LimitsExceeded, "Take it apart on the server, or keep it by Backup-Redis.")),
        ("READONLY", "", new("ReplicaReadOnly", ErrorCategory.InvalidOperation, "This is a replica: connect to the primary.")),
        ("CROSSSLOT", "", new("ClusterCrossSlot", ErrorCategory.InvalidOperation, "The keys of one command must share a slot.")),
        ("MOVED", "", new("ClusterRedirect", ErrorCategory.InvalidOperation, "Another node of the cluster has this key: connect to it.")),
        ("ASK", "", new("ClusterRedirect", ErrorCategory.InvalidOperation, "The slot of this key is being moved: try again later.")),
        ("CLUSTERDOWN", "", new("ClusterDown", ErrorCategory.ResourceUnavailable, "The cluster does not serve every slot: look at CLUSTER INFO.")),
        ("TRYAGAIN", "", new("NotReady", ErrorCategory.ResourceUnavailable, "The slot is being moved: try again later.")),
        ("LOADING", "", new("NotReady", ErrorCategory.ResourceUnavailable, "The server is loading its data: try again later.")),
        ("MASTERDOWN", "", new("NotReady", ErrorCategory.ResourceUnavailable, "The replica has lost its primary and may not serve old data.")),
        ("BUSY ", "", new("NotReady", ErrorCategory.ResourceUnavailable, "A script is running: wait, or end it with SCRIPT KILL.")),
        ("BUSYKEY", "", new("KeyExists", ErrorCategory.ResourceExists, "The target key exists already.")),
        ("BUSYGROUP", "", new("GroupExists", ErrorCategory.ResourceExists, "The consumer group exists already.")),
        ("ERR", "DUMP payload version or checksum are wrong", new("PayloadIncompatible", ErrorCategory.InvalidData, "The value was dumped by a newer or another server, or was damaged.")),
        ("ERR", "is not allowed in cluster mode", new("NotInClusterMode", ErrorCategory.InvalidOperation, "A cluster has database 0 only.")),
        ("ERR", "not configured to use an ACL file", new("AclFileMissing", ErrorCategory.InvalidOperation, "The server keeps its users in the configuration file: use CONFIG REWRITE.")),
        ("ERR", "options at the same time are not compatible", new("ConditionConflict", ErrorCategory.InvalidArgument, "")),
        ("DENIED", "", new("ProtectedMode", ErrorCategory.SecurityError, "The server is in protected mode, with no password: set one there, or connect from the same machine.")),
        ("ERR", "max number of clients reached", new("TooManyClients", ErrorCategory.LimitsExceeded, "The server is at maxclients: close connections or raise it.")),
        ("ERR", "DB index is out of range", new("DatabaseUnavailable", ErrorCategory.InvalidArgument, "The server has fewer databases: see CONFIG GET databases.")),
        ("ERR", "invalid DB index", new("DatabaseUnavailable", ErrorCategory.InvalidArgument, "The server has fewer databases: see CONFIG GET databases.")),
        ("WRONGTYPE", "", new("WrongType", ErrorCategory.InvalidType, "The key holds a value of another type: look at it with Get-RedisKey.")),
        ("ERR", "wrong number of arguments", new("WrongArgumentCount", ErrorCategory.InvalidArgument, "")),
        ("ERR", "syntax error", new("SyntaxError", ErrorCategory.SyntaxError, "")),
        ("ERR", "no such key", new("KeyNotFound", ErrorCategory.ObjectNotFound, "")),
    ];

    private static readonly ServerError s_other = new("ServerError", ErrorCategory.InvalidOperation, "");

    /// <summary>What an error text means.</summary>
    public static ServerError Of(string text)
    {
        foreach ((string start, string part, ServerError error) in s_table)
        {
            if (text.StartsWith(start, StringComparison.Ordinal) && text.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return error;
            }
        }

        return s_other;
    }
}

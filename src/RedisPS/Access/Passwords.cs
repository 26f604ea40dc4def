using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Access;

/// <summary>Passwords between PowerShell and the client.</summary>
internal static class Passwords
{
    /// <summary>A password as the client takes it.</summary>
    public static RedisSecret Of(SecureString text)
    {
        IntPtr copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            char[] characters = new char[text.Length];
            Marshal.Copy(copy, characters, 0, characters.Length);
            RedisSecret secret = new(characters);
            Array.Clear(characters);
            return secret;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }
    }

    /// <summary>A password as PowerShell keeps it.</summary>
    public static SecureString Of(RedisSecret secret)
    {
        SecureString text = new();
        foreach (char character in secret.Reveal())
        {
            text.AppendChar(character);
        }

        text.MakeReadOnly();
        return text;
    }

    /// <summary>All connections of the session to a server as a user go over to a new password.</summary>
    /// <returns>How many did.</returns>
    public static int Use(RedisCmdlet cmdlet, RedisConnection changed, string user, RedisSecret password, Action<ErrorRecord>? tell = null)
    {
        int count = 0;
        foreach (RedisConnection connection in ConnectionRegistry.Current.Snapshot().Append(changed).Distinct())
        {
            if (connection.User != user || connection.Server != changed.Server || connection.State == RedisClientState.Closed)
            {
                continue;
            }

            try
            {
                cmdlet.Await(connection.Client.ChangePasswordAsync(password, cmdlet.StopToken));
                count++;
            }
            catch (RedisException e)
            {
                (tell ?? cmdlet.WriteError)(RedisErrors.Record(
                    e, "ConnectionNotChanged", ErrorCategory.AuthenticationError, connection, "The connection still has the old password: connect again with the new one."));
            }
        }

        return count;
    }

    /// <summary>After requirepass was set: the session's connections as the default user go over to it, and a warning says who else needs it.</summary>
    public static void TellDefault(RedisCmdlet cmdlet, RedisConnection changed, string? password)
    {
        int count = string.IsNullOrEmpty(password) ? 0 : Use(cmdlet, changed, "default", new RedisSecret(password));
        string here = (password, count) switch
        {
            ("", _) => "The default user needs no password any more.",
            (_, > 0) => $"{count} connection(s) of this session use the new password from now on.",
            _ => "Connections that are open stay so; new ones need the new password.",
        };
        cmdlet.WriteWarning($"{here} Others who connect to {changed.Server} need it, replicas as masterauth, Sentinels as auth-pass.");
    }
}

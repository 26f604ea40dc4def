using System.Security.Cryptography;
using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Passwords as servers keep them, and as they are sent: so that none goes over the wire or into a log as it is.</summary>
public static class PasswordHash
{
    /// <summary>SHA-256 in hexadecimal digits.</summary>
    /// <param name="password">The password.</param>
    public static string Of(RedisSecret password) => Of(password.Reveal());

    /// <summary>A rule that may hold a password as it is (<c>&gt;secret</c>, <c>&lt;secret</c>), with its hash instead.</summary>
    /// <param name="rule">Any rule.</param>
    public static string Hide(string rule) => rule switch
    {
        ['>', .. string password] => "#" + Of(password),
        ['<', .. string password] => "!" + Of(password),
        _ => rule,
    };

    /// <summary>The last password that rules give as it is (<c>&gt;secret</c>), and that a user has who is as wanted; null when there is none.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="wanted">What the user is to be.</param>
    internal static RedisSecret? Given(IEnumerable<string> rules, AclRules wanted) =>
        rules.Where(rule => rule is ['>', ..]).Select(rule => new RedisSecret(rule.AsSpan(1))).LastOrDefault(password => wanted.PasswordHashes.Contains(Of(password)));

    private static string Of(string password)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}

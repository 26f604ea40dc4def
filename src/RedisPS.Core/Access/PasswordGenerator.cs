using System.Security.Cryptography;
using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Makes passwords.</summary>
public static class PasswordGenerator
{
    /// <summary>As strong as 256 random bits, which is what ACL GENPASS makes: 44 of 62 characters have 261.</summary>
    public const int DefaultLength = 44;

    // Nothing that URLs, shells or configuration files would have to quote.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Makes one, of letters and digits, from the system's source of randomness.</summary>
    /// <param name="length">How many characters.</param>
    public static RedisSecret Next(int length = DefaultLength)
    {
        char[] characters = new char[length];
        for (int i = 0; i < length; i++)
        {
            characters[i] = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        }

        RedisSecret secret = new(characters);
        Array.Clear(characters);
        return secret;
    }
}

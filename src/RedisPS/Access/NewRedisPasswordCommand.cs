using System.Management.Automation;
using System.Security;
using RedisPS.Core.Access;

namespace RedisPS.Access;

/// <summary>New-RedisPassword: makes a strong password, as a SecureString.</summary>
[Cmdlet(VerbsCommon.New, "RedisPassword")]
[OutputType(typeof(SecureString))]
public sealed class NewRedisPasswordCommand : RedisCmdlet
{
    /// <summary>How many letters and digits.</summary>
    [Parameter(Position = 0)]
    public int Length { get; set; } = PasswordGenerator.DefaultLength;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Length is < 16 or > 1024)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("PasswordLengthInvalid", $"A password of {Length} characters is too short to be safe, or too long to be useful.", Length, "Take 16 to 1024."));
        }

        WriteObject(Passwords.Of(PasswordGenerator.Next(Length)));
    }
}

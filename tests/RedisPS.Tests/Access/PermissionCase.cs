namespace RedisPS.Tests.Access;

/// <summary>A line that uses a cmdlet, for a user with exactly the rights of its row.</summary>
/// <param name="Line">The line.</param>
/// <param name="Base">The parameters whose rights are needed beside those of the cmdlet itself.</param>
internal sealed record PermissionCase(string Line, params string[] Base);

namespace RedisPS.Core.Keyspace;

/// <summary>The reasons in OperationResult.SkipReasons.</summary>
public static class SkipReason
{
    /// <summary>The key did not exist (any more).</summary>
    public const string Gone = "gone";

    /// <summary>The new name is taken.</summary>
    public const string TargetExists = "target exists";

    /// <summary>The new name is taken, or the key was gone: the server gives one answer for both, and this user may not ask which (EXISTS).</summary>
    public const string NotCopied = "target exists or gone";

    /// <summary>The condition was not met, or the key was gone: the server gives one answer for both.</summary>
    public const string Condition = "condition not met";

    /// <summary>The key had no expiry to remove, or was gone: the server gives one answer for both.</summary>
    public const string NoExpiry = "no expiry";

    /// <summary>The name does not begin with the prefix that is to be replaced.</summary>
    public const string OtherPrefix = "other prefix";
}

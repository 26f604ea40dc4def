using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>The errors that have to do with keys.</summary>
internal static class KeyErrors
{
    /// <summary>A key that was named does not exist.</summary>
    public static ErrorRecord NotFound(RedisKey key, KeyTarget target) =>
        RedisErrors.NotFound("KeyNotFound", $"There is no key '{key}' on {target}.", key, "Names are exact, and upper and lower case differ; Get-RedisKey finds them by pattern.");

    /// <summary>The name that a key was to get is taken.</summary>
    public static ErrorRecord Exists(RedisKey key, KeyTarget target, string remedy) =>
        RedisErrors.Record(new InvalidOperationException($"There is a key '{key}' already on {target}; it was left alone."), "KeyExists", ErrorCategory.ResourceExists, key, remedy);

    /// <summary>A change that the engine refused before anything was changed.</summary>
    public static ErrorRecord Refused(RedisConfigurationException exception, object target) =>
        RedisErrors.Record(exception, "ChangeRefused", ErrorCategory.InvalidOperation, target, "");

    /// <summary>A list of planned keys was asked for, and there would be several: each would take the place of the one before.</summary>
    public static ErrorRecord OnePlanOnly(string path) =>
        RedisErrors.InvalidArgument("PlanPathAmbiguous", "-PlanPath keeps the list of one server and database, and these keys are in several; nothing was done with the further ones.", path, "Run it once for each of them, with a file for each.");

    /// <summary>A change that did not succeed on every key.</summary>
    public static ErrorRecord Incomplete(OperationResult result)
    {
        if (result is { Matched: 1, Errors: [{ } only] })
        {
            return RedisErrors.From(only.ToException(), only.Key);
        }

        string first = result.Errors.Count > 0 ? $" The first: {result.Errors[0]}" : "";
        string message = string.Create(CultureInfo.InvariantCulture, $"{result.Action}: {result.Failed:N0} of {result.Matched:N0} keys failed on {result.Server} db{result.Database}.{first}");
        return RedisErrors.Record(
            new InvalidOperationException(message),
            "OperationIncomplete",
            ErrorCategory.WriteError,
            result,
            $"{(result.Succeeded == 0 ? "Nothing was changed." : "The other keys were changed.")} The result's Errors lists what failed (the first hundred).");
    }
}

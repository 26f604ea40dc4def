using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using RedisPS.Core;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Makes the text that CONFIG SET takes of what people give.</summary>
internal static class SettingText
{
    /// <summary>The text of a value for a setting.</summary>
    /// <exception cref="ConfigException">The value cannot be used.</exception>
    public static string Of(string name, object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        string unit = ConfigCatalogue.Find(name)?.Unit ?? "";
        string text = bare switch
        {
            null => "",
            string given when ConfigCatalogue.IsSensitive(name) => given,
            string given => Exact(name, given.Trim(), unit),
            bool flag => flag ? "yes" : "no",
            SwitchParameter flag => flag ? "yes" : "no",
            TimeSpan time => InUnit(name, time, unit),
            SecureString secret => new NetworkCredential("", secret).Password,
            PSCredential credential => credential.GetNetworkCredential().Password,
            double or float or decimal when unit == "bytes" => Number(Math.Round(Convert.ToDouble(bare, CultureInfo.InvariantCulture))),
            double or float or decimal => Number(Convert.ToDouble(bare, CultureInfo.InvariantCulture)),
            IEnumerable many => string.Join(' ', many.Cast<object?>().Select(item => Of(name, item))),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => bare.ToString() ?? "",
        };
        return text == "***" && ConfigCatalogue.IsSensitive(name)
            ? throw new ConfigException(ConfigFailure.InvalidValue, $"'{name}' would become three stars, which stand for a secret that is not shown.", "Read it with Get-RedisConfig -IncludeSensitive to copy a secret.")
            : text;
    }

    // The server knows no fractions (1.5gb) and no times (5m); everything else is its own business.
    private static string Exact(string name, string text, string unit) => ConfigCatalogue.Find(name)?.Kind switch
    {
        ConfigKind.Memory when text.Contains('.', StringComparison.Ordinal) && ByteSize.TryParse(text, out ByteSize size) && size.Bytes is { } bytes => bytes.ToString(CultureInfo.InvariantCulture),
        ConfigKind.Integer when unit is "seconds" or "milliseconds" or "microseconds" && !long.TryParse(text, out _) && DurationText.TryParse(text, out TimeSpan time) => InUnit(name, time, unit),
        _ => text,
    };

    private static string InUnit(string name, TimeSpan time, string unit) => Number(unit switch
    {
        "seconds" => time.TotalSeconds,
        "milliseconds" => time.TotalMilliseconds,
        "microseconds" => time.TotalMicroseconds,
        _ => throw new ConfigException(ConfigFailure.InvalidValue, $"'{name}' is not a time, as far as is known.", "Give the number that the server expects."),
    });

    private static string Number(double number) => number == Math.Floor(number) && Math.Abs(number) < 9e15
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}

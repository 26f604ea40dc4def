using System.Globalization;

namespace RedisPS.Runner.Objects;

/// <summary>Enumerations from names (any case, unambiguous beginnings, lists) and from numbers.</summary>
internal static class EnumConverter
{
    internal static bool TryConvert(object source, Type target, out object? result)
    {
        result = null;
        bool flags = target.IsDefined(typeof(FlagsAttribute), inherit: false);
        if (source is string text)
        {
            result = FromText(text, target);
            return true;
        }

        if (ValueConverter.IsNumber(source) || source is Enum)
        {
            object number = Enum.ToObject(target, Convert.ToInt64(source, CultureInfo.InvariantCulture));
            if (!flags && !Enum.IsDefined(target, number))
            {
                throw new FormatException(
                    $"The value \"{source}\" is not valid; specify one of the following enumeration values and try again. The possible enumeration values are \"{string.Join(",", Enum.GetNames(target))}\".");
            }

            result = number;
            return true;
        }

        if (source is System.Collections.IEnumerable items && flags)
        {
            long bits = 0;
            foreach (object? item in items)
            {
                bits |= Convert.ToInt64(ValueConverter.Convert(item, target), CultureInfo.InvariantCulture);
            }

            result = Enum.ToObject(target, bits);
            return true;
        }

        return false;
    }

    private static object FromText(string text, Type target)
    {
        long bits = 0;
        foreach (string part in text.Split(','))
        {
            bits |= Convert.ToInt64(FromName(part.Trim(), target), CultureInfo.InvariantCulture);
        }

        return Enum.ToObject(target, bits);
    }

    private static object FromName(string name, Type target)
    {
        if (name.Length > 0 && (char.IsAsciiDigit(name[0]) || name[0] == '-') && long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return Enum.ToObject(target, number);
        }

        string[] names = Enum.GetNames(target);
        string? found = null;
        bool several = false;
        foreach (string candidate in names)
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                return Enum.Parse(target, candidate);
            }

            if (name.Length > 0 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                several = found is not null;
                found ??= candidate;
            }
        }

        if (found is not null && !several)
        {
            return Enum.Parse(target, found);
        }

        throw new FormatException(several
            ? $"The identifier name {name} cannot be processed because it is not unique. Specify one of the following enumerator names and try again:{Environment.NewLine}{string.Join(", ", names)}"
            : $"Unable to match the identifier name {name} to a valid enumerator name. Specify one of the following enumerator names and try again:{Environment.NewLine}{string.Join(", ", names)}");
    }
}

using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace RedisPS.Runner.Objects;

/// <summary>Type conversion in the order PowerShell tries it. Everything is invariant.</summary>
internal static class ValueConverter
{
    internal static object? Convert(object? value, Type target)
    {
        if (TryConvert(value, target, out object? result, out string? reason))
        {
            return result;
        }

        throw new PSInvalidCastException(reason);
    }

    internal static bool TryConvert(object? value, Type target, out object? result, out string? reason)
    {
        reason = null;
        if (target == typeof(object))
        {
            result = value;
            return true;
        }

        object? source = PSObject.Unwrap(value);
        if (source is null)
        {
            return TryConvertNull(target, out result, out reason);
        }

        if (target == typeof(PSObject))
        {
            result = PSObject.AsPSObject(value!);
            return true;
        }

        if (target.IsInstanceOfType(source))
        {
            result = source;
            return true;
        }

        if (Nullable.GetUnderlyingType(target) is { } inner)
        {
            target = inner;
            if (target.IsInstanceOfType(source))
            {
                result = source;
                return true;
            }
        }

        try
        {
            if (TryConvertValue(value!, source, target, out result))
            {
                return true;
            }

            reason = source is string
                ? $"Cannot convert the \"{source}\" value of type \"System.String\" to type \"{target.FullName}\"."
                : $"Cannot convert the \"{TextConverter.ToText(source)}\" value of type \"{source.GetType().FullName}\" to type \"{target.FullName}\".";
            return false;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException or TargetInvocationException)
        {
            Exception cause = e is TargetInvocationException { InnerException: { } innermost } ? innermost : e;
            reason = cause is PSInvalidCastException { Message: var ready } && ready.StartsWith("Cannot convert", StringComparison.Ordinal)
                ? ready
                : $"Cannot convert value \"{TextConverter.ToText(source)}\" to type \"{target.FullName}\". Error: \"{cause.Message}\"";
            result = null;
            return false;
        }
    }

    internal static bool IsNumber(object? value) =>
        value is not null && value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;

    internal static bool IsTrue(object? value)
    {
        value = PSObject.Unwrap(value);
        switch (value)
        {
            case null:
                return false;
            case bool truth:
                return truth;
            case string text:
                return text.Length > 0;
            case SwitchParameter flag:
                return flag.IsPresent;
            case IList { Count: 0 }:
                return false;
            case IList { Count: 1 } list:
                return IsTrue(list[0]);
            default:
                return !IsNumber(value) || System.Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0;
        }
    }

    private static bool TryConvertNull(Type target, out object? result, out string? reason)
    {
        reason = null;
        result = null;
        if (target == typeof(string))
        {
            result = string.Empty;
        }
        else if (target == typeof(SwitchParameter))
        {
            result = default(SwitchParameter);
        }
        else if (target.IsValueType && Nullable.GetUnderlyingType(target) is null)
        {
            if (Type.GetTypeCode(target) is TypeCode.Object or TypeCode.DateTime || target.IsEnum)
            {
                reason = target.IsEnum
                    ? $"Cannot convert null to type \"{target.FullName}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{string.Join(",", Enum.GetNames(target))}\"."
                    : $"Cannot convert null to type \"{target.FullName}\".";
                return false;
            }

            result = Activator.CreateInstance(target);
        }

        return true;
    }

    private static bool TryConvertValue(object value, object source, Type target, out object? result)
    {
        result = null;
        if (target == typeof(string))
        {
            result = TextConverter.ToText(value);
            return true;
        }

        if (target == typeof(bool))
        {
            result = IsTrue(source);
            return true;
        }

        if (target == typeof(SwitchParameter))
        {
            result = new SwitchParameter(IsTrue(source));
            return true;
        }

        if (target.IsArray)
        {
            result = ToArray(source, target.GetElementType()!);
            return true;
        }

        if (target.IsEnum)
        {
            return EnumConverter.TryConvert(source, target, out result);
        }

        // [int]@(5) is 5.
        if (source is IList { Count: 1 } single and not Array { Rank: > 1 })
        {
            return TryConvert(single[0], target, out result, out _);
        }

        if (source is string text)
        {
            return TryFromText(text, target, out result) || TryConstruct(source, target, out result) || TryCast(source, target, out result);
        }

        if (IsPrimitive(target) && source is IConvertible && (source is not DateTime))
        {
            result = System.Convert.ChangeType(source is Enum ? System.Convert.ChangeType(source, Enum.GetUnderlyingType(source.GetType()), CultureInfo.InvariantCulture) : source, target, CultureInfo.InvariantCulture);
            return true;
        }

        return TryCast(source, target, out result) || TryConstruct(source, target, out result) || TryFill(source, target, out result);
    }

    private static bool IsPrimitive(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.Char and <= TypeCode.Decimal;

    private static Array ToArray(object source, Type element)
    {
        if (source is string text && element == typeof(char))
        {
            return text.ToCharArray();
        }

        if (LanguagePrimitives.GetEnumerable(source) is not { } items)
        {
            Array one = Array.CreateInstance(element, 1);
            one.SetValue(Convert(source, element), 0);
            return one;
        }

        ArrayList converted = [];
        foreach (object? item in items)
        {
            converted.Add(Convert(item, element));
        }

        return converted.ToArray(element);
    }

    private static bool TryFromText(string text, Type target, out object? result)
    {
        result = null;
        if (IsPrimitive(target) && target != typeof(char))
        {
            result = TextToNumber(text, target);
            return true;
        }

        if (target == typeof(char))
        {
            if (text.Length == 1)
            {
                result = text[0];
                return true;
            }

            throw new FormatException("String must be exactly one character long.");
        }

        if (target == typeof(Uri))
        {
            result = new Uri(text, UriKind.RelativeOrAbsolute);
            return true;
        }

        if (target == typeof(DateTime))
        {
            result = DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.None);
            return true;
        }

        if (target == typeof(Type))
        {
            return false;
        }

        MethodInfo? parse = target.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(IFormatProvider)]);
        if (parse is not null && target.IsAssignableFrom(parse.ReturnType))
        {
            result = parse.Invoke(null, [text, CultureInfo.InvariantCulture]);
            return true;
        }

        parse = target.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]);
        if (parse is not null && target.IsAssignableFrom(parse.ReturnType))
        {
            result = parse.Invoke(null, [text]);
            return true;
        }

        return false;
    }

    // An empty text is zero; a fraction is rounded to the even neighbour; 1kb is a number also as a text.
    private static object TextToNumber(string text, Type target)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return System.Convert.ChangeType(0, target, CultureInfo.InvariantCulture);
        }

        bool whole = target != typeof(double) && target != typeof(float) && target != typeof(decimal);
        if (!whole)
        {
            try
            {
                return target == typeof(decimal)
                    ? decimal.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture)
                    : System.Convert.ChangeType(double.Parse(trimmed, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture), target, CultureInfo.InvariantCulture);
            }
            catch (FormatException) when (NumberText.TryParse(trimmed, out _))
            {
            }
        }

        if (NumberText.TryParse(trimmed, out object? number))
        {
            return System.Convert.ChangeType(number!, target, CultureInfo.InvariantCulture);
        }

        throw new FormatException($"The input string '{text}' was not in a correct format.");
    }

    private static bool TryConstruct(object source, Type target, out object? result)
    {
        result = null;
        if (target.IsAbstract)
        {
            return false;
        }

        foreach (ConstructorInfo constructor in target.GetConstructors())
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            if (parameters.Length == 1 && !parameters[0].ParameterType.IsByRefLike && parameters[0].ParameterType != typeof(object)
                && parameters[0].ParameterType.IsInstanceOfType(source))
            {
                result = constructor.Invoke([source]);
                return true;
            }
        }

        // [timespan]5: an int reaches the constructor that takes a long.
        if (IsNumber(source) && target.GetConstructor([typeof(long)]) is { } fromLong)
        {
            result = fromLong.Invoke([System.Convert.ToInt64(source, CultureInfo.InvariantCulture)]);
            return true;
        }

        return false;
    }

    private static bool TryCast(object source, Type target, out object? result)
    {
        foreach (string name in (ReadOnlySpan<string>)["op_Implicit", "op_Explicit"])
        {
            MethodInfo? cast = FindCast(target, name, source.GetType(), target) ?? FindCast(source.GetType(), name, source.GetType(), target);
            if (cast is not null)
            {
                result = cast.Invoke(null, [source]);
                return true;
            }
        }

        result = null;
        return false;
    }

    private static MethodInfo? FindCast(Type owner, string name, Type from, Type to)
    {
        foreach (MethodInfo method in owner.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy))
        {
            if (method.Name == name && to.IsAssignableFrom(method.ReturnType) && method.GetParameters() is [{ ParameterType: var parameter }] && parameter.IsAssignableFrom(from))
            {
                return method;
            }
        }

        return null;
    }

    // A hashtable fills the properties of a new object.
    private static bool TryFill(object source, Type target, out object? result)
    {
        result = null;
        if (source is not IDictionary dictionary || target.IsAbstract || target.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            return false;
        }

        object made = constructor.Invoke(null);
        foreach (DictionaryEntry entry in dictionary)
        {
            PropertyInfo? property = PropertyTable.For(target).Find(TextConverter.ToText(entry.Key));
            if (property is not { CanWrite: true })
            {
                throw new PSInvalidCastException($"Cannot create object of type \"{target.FullName}\". The {entry.Key} property was not found for the {target.FullName} object.");
            }

            property.SetValue(made, Convert(entry.Value, property.PropertyType));
        }

        result = made;
        return true;
    }
}

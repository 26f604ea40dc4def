using System.Collections;
using System.Diagnostics.CodeAnalysis;
using RedisPS.Runner.Objects;

namespace System.Management.Automation;

/// <summary>Conversions, truth and comparison, as PowerShell's language has them.</summary>
public static class LanguagePrimitives
{
    /// <summary>Converts, or throws a <see cref="PSInvalidCastException"/>.</summary>
    public static object ConvertTo(object? valueToConvert, Type resultType) => ValueConverter.Convert(valueToConvert, resultType)!;

    /// <summary>Converts, or throws a <see cref="PSInvalidCastException"/>. The provider is not asked: conversions are invariant.</summary>
    public static object ConvertTo(object? valueToConvert, Type resultType, IFormatProvider? formatProvider) => ConvertTo(valueToConvert, resultType);

    /// <summary>Converts, or throws a <see cref="PSInvalidCastException"/>.</summary>
    /// <typeparam name="T">The type wanted.</typeparam>
    public static T ConvertTo<T>(object? valueToConvert) => (T)ConvertTo(valueToConvert, typeof(T));

    /// <summary>Converts if it can.</summary>
    /// <typeparam name="T">The type wanted.</typeparam>
    public static bool TryConvertTo<T>(object? valueToConvert, [MaybeNullWhen(false)] out T result)
    {
        if (ValueConverter.TryConvert(valueToConvert, typeof(T), out object? converted, out _))
        {
            result = (T)converted!;
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>Converts if it can.</summary>
    public static bool TryConvertTo(object? valueToConvert, Type resultType, out object? result) =>
        ValueConverter.TryConvert(valueToConvert, resultType, out result, out _);

    /// <summary>Whether the value counts as true.</summary>
    public static bool IsTrue(object? obj) => ValueConverter.IsTrue(obj);

    /// <summary>Whether both are equal once the second has the type of the first.</summary>
    public static new bool Equals(object? first, object? second) => ValueComparer.AreEqual(first, second, ignoreCase: false);

    /// <summary>Whether both are equal once the second has the type of the first.</summary>
    public static bool Equals(object? first, object? second, bool ignoreCase) => ValueComparer.AreEqual(first, second, ignoreCase);

    /// <summary>Less than, equal to or greater than.</summary>
    public static int Compare(object? first, object? second) => ValueComparer.Compare(first, second, ignoreCase: false);

    /// <summary>Less than, equal to or greater than.</summary>
    public static int Compare(object? first, object? second, bool ignoreCase) => ValueComparer.Compare(first, second, ignoreCase);

    /// <summary>The items, or null when the value is one thing: texts and dictionaries are.</summary>
    public static IEnumerable? GetEnumerable(object? obj)
    {
        object? value = PSObject.Unwrap(obj);
        return value is IEnumerable items and not string and not IDictionary and not Xml.XmlNode ? items : null;
    }

    /// <summary>An enumerator of the items, or null.</summary>
    public static IEnumerator? GetEnumerator(object? obj) => GetEnumerable(obj)?.GetEnumerator();

    /// <summary>Whether the value is many things.</summary>
    public static bool IsObjectEnumerable(object? obj) => GetEnumerable(obj) is not null;
}

using System.Collections;
using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Binding;

/// <summary>Puts one value into one parameter: transformations, conversion, validations, in this order.</summary>
internal static class ArgumentBinder
{
    /// <summary>The value to set. With <paramref name="coerce"/> off, false when the type does not fit as it is.</summary>
    internal static bool TryPrepare(ParameterMetadata parameter, object? argument, bool coerce, EngineIntrinsics engine, out object? value)
    {
        value = argument;
        foreach (ArgumentTransformationAttribute transformation in parameter.Transformations)
        {
            value = Transform(parameter, transformation, value, engine);
        }

        if (coerce)
        {
            value = Coerce(parameter, value);
        }
        else if (!Fits(parameter, ref value))
        {
            return false;
        }

        Validate(parameter, value, engine);
        return true;
    }

    private static object? Transform(ParameterMetadata parameter, ArgumentTransformationAttribute transformation, object? value, EngineIntrinsics engine)
    {
        if (value is null && !transformation.TransformNullOptionalParameters && !parameter.IsMandatorySomewhere)
        {
            return value;
        }

        try
        {
            return transformation.Transform(engine, value!);
        }
        catch (Exception e) when (e is ArgumentTransformationMetadataException or PSInvalidCastException or FormatException or ArgumentException or OverflowException or InvalidCastException)
        {
            throw new ArgumentTransformationBindingException(parameter.Name, e);
        }
    }

    private static object? Coerce(ParameterMetadata parameter, object? value)
    {
        Type target = parameter.Type;
        object? plain = PSObject.Unwrap(value);
        if (plain is null)
        {
            return ForNull(parameter, value);
        }

        if (target.IsInstanceOfType(value) && value is not PSObject)
        {
            return value;
        }

        if (target == typeof(bool) || target == typeof(bool?) || target == typeof(SwitchParameter))
        {
            return ToTruth(parameter, plain);
        }

        if (!IsCollection(target) && target != typeof(object) && target != typeof(PSObject) && !target.IsEnum && plain is IList && !target.IsInstanceOfType(plain))
        {
            throw CannotConvert(parameter, $"Cannot convert '{plain.GetType().FullName}' to the type '{target.FullName}' required by parameter '{parameter.Name}'. Specified method is not supported.", null);
        }

        try
        {
            return ValueConverter.Convert(value, target);
        }
        catch (PSInvalidCastException e)
        {
            throw CannotConvert(parameter, $"Cannot bind parameter '{parameter.Name}'. {e.Message}", e);
        }
    }

    private static object? ForNull(ParameterMetadata parameter, object? value)
    {
        if (parameter.Type == typeof(bool))
        {
            throw CannotConvert(parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is null.", null);
        }

        if (parameter.Type == typeof(SwitchParameter))
        {
            return default(SwitchParameter);
        }

        try
        {
            return ValueConverter.Convert(value, parameter.Type);
        }
        catch (PSInvalidCastException e)
        {
            throw CannotConvert(parameter, $"Cannot bind parameter '{parameter.Name}'. {e.Message}", e);
        }
    }

    private static object ToTruth(ParameterMetadata parameter, object plain)
    {
        bool truth;
        switch (plain)
        {
            case bool known:
                truth = known;
                break;
            case SwitchParameter known:
                truth = known;
                break;
            default:
                if (!ValueConverter.IsNumber(plain))
                {
                    throw CannotConvert(
                        parameter,
                        $"Cannot convert '{plain.GetType().FullName}' to the type '{parameter.Type.FullName}' required by parameter '{parameter.Name}'. ",
                        null);
                }

                truth = ValueConverter.IsTrue(plain);
                break;
        }

        return parameter.Type == typeof(SwitchParameter) ? new SwitchParameter(truth) : truth;
    }

    // Without conversion a value must have the type as it is; one item may stand for a collection of its type.
    private static bool Fits(ParameterMetadata parameter, ref object? value)
    {
        object? plain = PSObject.Unwrap(value);
        Type target = parameter.Type;
        if (plain is null)
        {
            return !target.IsValueType || Nullable.GetUnderlyingType(target) is not null;
        }

        if (target == typeof(object) || target == typeof(PSObject))
        {
            value = target == typeof(PSObject) ? PSObject.AsPSObject(value!) : value;
            return true;
        }

        if (target.IsInstanceOfType(plain))
        {
            value = plain;
            return true;
        }

        if (Nullable.GetUnderlyingType(target) is { } inner && inner.IsInstanceOfType(plain))
        {
            value = plain;
            return true;
        }

        if (!target.IsArray)
        {
            return false;
        }

        Type element = target.GetElementType()!;
        if (element.IsInstanceOfType(plain))
        {
            Array one = Array.CreateInstance(element, 1);
            one.SetValue(element == typeof(object) || element == typeof(PSObject) ? value : plain, 0);
            value = one;
            return true;
        }

        if (plain is IList list)
        {
            Array copy = Array.CreateInstance(element, list.Count);
            for (int i = 0; i < list.Count; i++)
            {
                object? item = PSObject.Unwrap(list[i]);
                if (!element.IsInstanceOfType(item))
                {
                    return false;
                }

                copy.SetValue(item, i);
            }

            value = copy;
            return true;
        }

        return false;
    }

    private static void Validate(ParameterMetadata parameter, object? value, EngineIntrinsics engine)
    {
        foreach (ValidateArgumentsAttribute validation in parameter.Validations)
        {
            try
            {
                validation.Check(value!, engine);
            }
            catch (ValidationMetadataException e)
            {
                throw new ValidationBindingException(parameter.Name, e);
            }
        }

        if (!parameter.IsMandatorySomewhere)
        {
            return;
        }

        object? plain = PSObject.Unwrap(value);
        if (plain is null)
        {
            if (!parameter.AllowsNull)
            {
                throw NotAllowed(parameter, "Null", "null");
            }
        }
        else if (plain is "")
        {
            if (!parameter.AllowsEmptyString)
            {
                throw NotAllowed(parameter, "EmptyString", "an empty string");
            }
        }
        else if (IsCollection(parameter.Type) && plain is ICollection and not IDictionary)
        {
            ValidateItems(parameter, (ICollection)plain);
        }
    }

    private static void ValidateItems(ParameterMetadata parameter, ICollection items)
    {
        if (items.Count == 0)
        {
            if (!parameter.AllowsEmptyCollection)
            {
                throw NotAllowed(parameter, "EmptyArray", parameter.Type.IsArray ? "an empty array" : "an empty collection");
            }

            return;
        }

        if (parameter.Type.IsArray && parameter.Type.GetElementType()!.IsPrimitive)
        {
            return;
        }

        foreach (object? item in items)
        {
            object? plain = PSObject.Unwrap(item);
            if (plain is null && !parameter.AllowsNull)
            {
                throw NotAllowed(parameter, "Null", "null");
            }

            if (plain is "" && !parameter.AllowsEmptyString)
            {
                throw NotAllowed(parameter, "EmptyString", "an empty string");
            }
        }
    }

    private static bool IsCollection(Type type) => type.IsArray || (type != typeof(string) && typeof(ICollection).IsAssignableFrom(type) && !typeof(IDictionary).IsAssignableFrom(type));

    private static ValidationBindingException NotAllowed(ParameterMetadata parameter, string id, string what) =>
        new($"ParameterArgumentValidationError{id}NotAllowed", $"Cannot bind argument to parameter '{parameter.Name}' because it is {what}.", parameter.Name);

    private static ParameterBindingException CannotConvert(ParameterMetadata parameter, string message, Exception? cause) =>
        new("CannotConvertArgumentNoMessage", ErrorCategory.InvalidArgument, message, parameter.Name, cause);
}

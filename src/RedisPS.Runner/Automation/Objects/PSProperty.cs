using System.Reflection;

namespace System.Management.Automation;

/// <summary>A property of the class of an object.</summary>
public class PSProperty : PSPropertyInfo
{
    private readonly PropertyInfo _property;
    private readonly object _target;

    internal PSProperty(PropertyInfo property, object target)
        : base(property.Name)
    {
        _property = property;
        _target = target;
    }

    /// <inheritdoc/>
    public override PSMemberTypes MemberType => PSMemberTypes.Property;

    /// <inheritdoc/>
    public override object Value
    {
        get
        {
            try
            {
                return _property.GetValue(_target)!;
            }
            catch (TargetInvocationException e)
            {
                throw new GetValueInvocationException($"Exception getting \"{Name}\": \"{e.InnerException!.Message}\"", e.InnerException);
            }
        }

        set => _property.SetValue(_target, LanguagePrimitives.ConvertTo(value, _property.PropertyType));
    }

    /// <inheritdoc/>
    public override string TypeNameOfValue => _property.PropertyType.FullName ?? _property.PropertyType.Name;

    /// <inheritdoc/>
    public override bool IsSettable => _property.SetMethod is { IsPublic: true };

    /// <inheritdoc/>
    public override bool IsGettable => _property.GetMethod is { IsPublic: true };

    /// <inheritdoc/>
    public override PSMemberInfo Copy() => new PSProperty(_property, _target);
}

namespace System.Management.Automation;

/// <summary>A parameter that is there or is not.</summary>
public readonly struct SwitchParameter : IEquatable<SwitchParameter>
{
    private readonly bool _isPresent;

    /// <summary>Holds whether it is there.</summary>
    public SwitchParameter(bool isPresent)
    {
        _isPresent = isPresent;
    }

    /// <summary>A switch that is there.</summary>
    public static SwitchParameter Present => new(true);

    /// <summary>Whether it is there.</summary>
    public bool IsPresent => _isPresent;

    /// <summary>Whether it is there.</summary>
    public bool ToBool() => _isPresent;

    /// <summary>A switch as a truth value.</summary>
    public static implicit operator bool(SwitchParameter switchParameter) => switchParameter._isPresent;

    /// <summary>A truth value as a switch.</summary>
    public static implicit operator SwitchParameter(bool value) => new(value);

    /// <summary>Equal.</summary>
    public static bool operator ==(SwitchParameter first, SwitchParameter second) => first._isPresent == second._isPresent;

    /// <summary>Not equal.</summary>
    public static bool operator !=(SwitchParameter first, SwitchParameter second) => first._isPresent != second._isPresent;

    /// <summary>Equal.</summary>
    public static bool operator ==(SwitchParameter first, bool second) => first._isPresent == second;

    /// <summary>Not equal.</summary>
    public static bool operator !=(SwitchParameter first, bool second) => first._isPresent != second;

    /// <summary>Equal.</summary>
    public static bool operator ==(bool first, SwitchParameter second) => first == second._isPresent;

    /// <summary>Not equal.</summary>
    public static bool operator !=(bool first, SwitchParameter second) => first != second._isPresent;

    /// <inheritdoc/>
    public bool Equals(SwitchParameter other) => _isPresent == other._isPresent;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is bool truth ? truth == _isPresent : obj is SwitchParameter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _isPresent.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _isPresent.ToString();
}

using System.Management.Automation;
using System.Text.RegularExpressions;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Shaping;

/// <summary>Where-Object in its simple form: a property, an operator, a value.</summary>
[Cmdlet("Where", "Object", DefaultParameterSetName = "EqualSet")]
[Alias("where")]
[OutputType(typeof(object))]
internal sealed class WhereObjectCommand : PSCmdlet
{
    private Func<object?, bool> _test = null!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Property { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    public object? Value { get; set; }

    [Parameter(ParameterSetName = "EqualSet")]
    [Alias("IEQ")]
    public SwitchParameter EQ { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveEqualSet")]
    public SwitchParameter CEQ { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotEqualSet")]
    [Alias("INE")]
    public SwitchParameter NE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveNotEqualSet")]
    public SwitchParameter CNE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "GreaterThanSet")]
    [Alias("IGT")]
    public SwitchParameter GT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveGreaterThanSet")]
    public SwitchParameter CGT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LessThanSet")]
    [Alias("ILT")]
    public SwitchParameter LT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveLessThanSet")]
    public SwitchParameter CLT { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "GreaterOrEqualSet")]
    [Alias("IGE")]
    public SwitchParameter GE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveGreaterOrEqualSet")]
    public SwitchParameter CGE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LessOrEqualSet")]
    [Alias("ILE")]
    public SwitchParameter LE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveLessOrEqualSet")]
    public SwitchParameter CLE { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LikeSet")]
    [Alias("ILike")]
    public SwitchParameter Like { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveLikeSet")]
    public SwitchParameter CLike { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotLikeSet")]
    [Alias("INotLike")]
    public SwitchParameter NotLike { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveNotLikeSet")]
    public SwitchParameter CNotLike { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "MatchSet")]
    [Alias("IMatch")]
    public SwitchParameter Match { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveMatchSet")]
    public SwitchParameter CMatch { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotMatchSet")]
    [Alias("INotMatch")]
    public SwitchParameter NotMatch { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveNotMatchSet")]
    public SwitchParameter CNotMatch { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ContainsSet")]
    [Alias("IContains")]
    public SwitchParameter Contains { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveContainsSet")]
    public SwitchParameter CContains { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotContainsSet")]
    [Alias("INotContains")]
    public SwitchParameter NotContains { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveNotContainsSet")]
    public SwitchParameter CNotContains { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "InSet")]
    [Alias("IIn")]
    public SwitchParameter In { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveInSet")]
    public SwitchParameter CIn { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "NotInSet")]
    [Alias("INotIn")]
    public SwitchParameter NotIn { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "CaseSensitiveNotInSet")]
    public SwitchParameter CNotIn { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Not")]
    public SwitchParameter Not { get; set; }

    protected override void BeginProcessing()
    {
        bool hasValue = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
        bool hasOperator = MyInvocation.BoundParameters.Keys.Any(name => name is not (nameof(InputObject) or nameof(Property) or nameof(Value)) && name.Length <= 12 && !IsCommon(name));
        if (!hasValue && hasOperator && !Not)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("The specified operator requires both the -Property and -Value parameters. Provide values for both parameters, and then try the command again."),
                "ValueNotSpecifiedForWhereObject",
                ErrorCategory.InvalidArgument,
                null));
        }

        if (hasValue && !hasOperator)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("An operator is required to compare the two specified values. Include a valid operator in the command, and then try the command again. For example, Get-RedisKey | Where-Object -Property Type -eq hash"),
                "OperatorNotSpecified",
                ErrorCategory.InvalidArgument,
                null));
        }

        _test = hasOperator ? MakeTest(ParameterSetName) : LanguagePrimitives.IsTrue;
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        object? value = PropertyAccess.Get(InputObject, Property);
        try
        {
            if (_test(value))
            {
                WriteObject(InputObject.Notes is null ? PSObject.Unwrap(InputObject) : InputObject);
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteError(new ErrorRecord(e, "OperatorFailed", ErrorCategory.InvalidOperation, InputObject));
        }
    }

    private static bool IsCommon(string name) => typeof(Binding.CommonParameters).GetProperty(name) is not null;

    private Func<object?, bool> MakeTest(string set)
    {
        bool ignoreCase = !set.StartsWith("CaseSensitive", StringComparison.Ordinal);
        switch (ignoreCase ? set : set["CaseSensitive".Length..])
        {
            case "EqualSet":
                return Each(item => ValueComparer.AreEqual(item, Value, ignoreCase));
            case "NotEqualSet":
                return Each(item => !ValueComparer.AreEqual(item, Value, ignoreCase));
            case "GreaterThanSet":
                return Each(item => ValueComparer.Compare(item, Value, ignoreCase) > 0);
            case "LessThanSet":
                return Each(item => ValueComparer.Compare(item, Value, ignoreCase) < 0);
            case "GreaterOrEqualSet":
                return Each(item => ValueComparer.Compare(item, Value, ignoreCase) >= 0);
            case "LessOrEqualSet":
                return Each(item => ValueComparer.Compare(item, Value, ignoreCase) <= 0);
            case "LikeSet":
                WildcardPattern like = Wildcard(ignoreCase);
                return Each(item => like.IsMatch(TextConverter.ToText(item)));
            case "NotLikeSet":
                WildcardPattern notLike = Wildcard(ignoreCase);
                return Each(item => !notLike.IsMatch(TextConverter.ToText(item)));
            case "MatchSet":
                Regex match = Expression(ignoreCase);
                return Each(item => match.IsMatch(TextConverter.ToText(item)));
            case "NotMatchSet":
                Regex notMatch = Expression(ignoreCase);
                return Each(item => !notMatch.IsMatch(TextConverter.ToText(item)));
            case "ContainsSet":
                return value => Holds(value, Value, ignoreCase);
            case "NotContainsSet":
                return value => !Holds(value, Value, ignoreCase);
            case "InSet":
                return value => Holds(Value, value, ignoreCase);
            case "NotInSet":
                return value => !Holds(Value, value, ignoreCase);
            default:
                return value => !LanguagePrimitives.IsTrue(value);
        }
    }

    // With many things on the left an operator filters them, and the result is true when something true is left.
    private static Func<object?, bool> Each(Func<object?, bool> test) => value =>
    {
        if (LanguagePrimitives.GetEnumerable(value) is not { } items)
        {
            return test(value);
        }

        List<object?> left = [];
        foreach (object? item in items)
        {
            if (test(item))
            {
                left.Add(item);
            }
        }

        return LanguagePrimitives.IsTrue(left);
    };

    private static bool Holds(object? collection, object? wanted, bool ignoreCase)
    {
        if (LanguagePrimitives.GetEnumerable(collection) is not { } items)
        {
            return ValueComparer.AreEqual(collection, wanted, ignoreCase);
        }

        foreach (object? item in items)
        {
            if (ValueComparer.AreEqual(item, wanted, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private WildcardPattern Wildcard(bool ignoreCase) =>
        new(TextConverter.ToText(Value), ignoreCase ? WildcardOptions.IgnoreCase : WildcardOptions.None);

    private Regex Expression(bool ignoreCase)
    {
        try
        {
            return new Regex(TextConverter.ToText(Value), (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(new ErrorRecord(e, "RegexInvalid", ErrorCategory.InvalidArgument, Value));
            throw;
        }
    }
}

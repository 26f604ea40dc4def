namespace System.Management.Automation;

#pragma warning disable CS1591 // The names are PowerShell's own and say themselves.
/// <summary>What sort of proposal it is.</summary>
public enum CompletionResultType
{
    Text = 0,
    History = 1,
    Command = 2,
    ProviderItem = 3,
    ProviderContainer = 4,
    Property = 5,
    Method = 6,
    ParameterName = 7,
    ParameterValue = 8,
    Variable = 9,
    Namespace = 10,
    Type = 11,
    Keyword = 12,
    DynamicKeyword = 13,
}

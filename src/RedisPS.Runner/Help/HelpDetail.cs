namespace RedisPS.Runner.Help;

/// <summary>How much of a page is shown.</summary>
internal enum HelpDetail
{
    Normal,
    Examples,
    Full,
}

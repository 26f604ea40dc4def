namespace RedisPS.Runner.Hosting;

/// <summary>What --output says.</summary>
internal enum OutputFormat
{
    Default,
    Table,
    List,
    Json,
    JsonLines,
    Csv,
}

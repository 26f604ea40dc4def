namespace RedisPS.Runner.Shaping;

/// <summary>A line on each of the runner's own commands, which have no page: PowerShell's own documentation holds for them.</summary>
internal static class ShapingHelp
{
    internal static string SynopsisOf(string name) => name switch
    {
        "ConvertTo-Csv" => "Writes objects as comma-separated values.",
        "ConvertTo-Json" => "Writes objects as JSON.",
        "ForEach-Object" => "Writes one property of each object.",
        "Format-List" => "Shows objects as lists.",
        "Format-Table" => "Shows objects as a table.",
        "Get-Command" => "Lists the commands.",
        "Get-Help" => "Shows a page of help.",
        "Group-Object" => "Counts objects by a property.",
        "Measure-Object" => "Counts, adds up, finds the least and the greatest.",
        "Out-Null" => "Takes everything, shows nothing.",
        "Out-String" => "Writes what would be shown as a text.",
        "Select-Object" => "Picks properties, or the first, last or other objects.",
        "Sort-Object" => "Sorts objects.",
        "Where-Object" => "Keeps the objects whose property fits.",
        _ => string.Empty,
    };
}

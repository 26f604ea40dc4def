namespace System.Management.Automation;

/// <summary>A record of the information stream.</summary>
public class InformationRecord
{
    /// <summary>Holds the message and who wrote it.</summary>
    public InformationRecord(object? messageData, string? source)
    {
        MessageData = messageData;
        Source = source;
    }

    /// <summary>The message.</summary>
    public object? MessageData { get; }

    /// <summary>Who wrote it.</summary>
    public string? Source { get; set; }

    /// <summary>When it was written.</summary>
    public DateTime TimeGenerated { get; set; } = DateTime.Now;

    /// <summary>Words to choose by.</summary>
    public List<string> Tags { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => MessageData?.ToString() ?? string.Empty;
}

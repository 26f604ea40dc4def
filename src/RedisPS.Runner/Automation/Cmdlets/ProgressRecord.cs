namespace System.Management.Automation;

/// <summary>How far a piece of work has got.</summary>
public class ProgressRecord
{
    /// <summary>Names the work.</summary>
    public ProgressRecord(int activityId, string activity, string statusDescription)
    {
        ActivityId = activityId;
        Activity = activity;
        StatusDescription = statusDescription;
    }

    /// <summary>Which work.</summary>
    public int ActivityId { get; }

    /// <summary>The work this is part of, or -1.</summary>
    public int ParentActivityId { get; set; } = -1;

    /// <summary>What is done.</summary>
    public string Activity { get; set; }

    /// <summary>Where it stands.</summary>
    public string StatusDescription { get; set; }

    /// <summary>What is done right now.</summary>
    public string? CurrentOperation { get; set; }

    /// <summary>0 to 100, or -1 when not known.</summary>
    public int PercentComplete { get; set; } = -1;

    /// <summary>Seconds to go, or -1 when not known.</summary>
    public int SecondsRemaining { get; set; } = -1;

    /// <summary>Whether the work goes on.</summary>
    public ProgressRecordType RecordType { get; set; }
}

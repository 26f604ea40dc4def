namespace System.Management.Automation;

/// <summary>-ErrorAction Stop made an error the last one.</summary>
public class ActionPreferenceStopException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public ActionPreferenceStopException()
    {
    }

    /// <summary>With a message.</summary>
    public ActionPreferenceStopException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ActionPreferenceStopException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ActionPreferenceStopException(ErrorRecord record)
        : base(record.Message, record.Exception, record)
    {
    }
}

using System.Management.Automation;

namespace RedisPS.Keyspace;

/// <summary>Writes the keys of a walk, from -Skip on and up to -First. Every method says whether the walk is to go on.</summary>
/// <param name="cmdlet">Writes.</param>
/// <param name="skip">So many keys are left out first.</param>
/// <param name="first">So many keys are written at most.</param>
/// <param name="wholePages">Whether the page in which the last key is found is written to its end, so that a later walk can go on behind it.</param>
internal sealed class WalkOutput(Cmdlet cmdlet, long skip, long first, bool wholePages)
{
    private long _seen;

    private bool WantsMore => _seen - skip < first;

    /// <summary>Writes a page. One call for a whole page: the host's checks are paid once and not for each key.</summary>
    public bool Write<T>(IReadOnlyList<T> page)
    {
        long from = Math.Clamp(skip - _seen, 0, page.Count);
        long to = wholePages ? page.Count : Math.Min(page.Count, skip + Math.Min(first, long.MaxValue - skip) - _seen);
        _seen += page.Count;
        if (from == 0 && to == page.Count)
        {
            cmdlet.WriteObject(page, enumerateCollection: true);
        }
        else
        {
            for (long i = from; i < to; i++)
            {
                cmdlet.WriteObject(page[(int)i]);
            }
        }

        return WantsMore;
    }
}

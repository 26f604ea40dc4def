using System.Globalization;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Transfer;

namespace RedisPS.RecycleBin;

/// <summary>Finds recycled operations for a cmdlet, and writes an error for each that cannot be had.</summary>
internal static class RecycleBinQuery
{
    public static IEnumerable<RecycledOperation> Find(RedisCmdlet cmdlet, string? path, string[] ids)
    {
        RecycleFolder folder = FolderOf(cmdlet, path);
        return ids.Length == 0 ? folder.List(e => cmdlet.WriteRedisError(e, folder.Path)) : ids.Select(id => Find(cmdlet, folder, id)).OfType<RecycledOperation>();
    }

    /// <summary>Says what of an operation cannot be had.</summary>
    public static void Warn(RedisCmdlet cmdlet, RecycledOperation operation)
    {
        if (operation.Problem is { } problem)
        {
            cmdlet.WriteWarning(operation.IsReadable
                ? string.Create(CultureInfo.InvariantCulture, $"{problem} The {operation.Keys:N0} keys before that can be brought back; what follows cannot.")
                : $"{problem} Nothing in it can be brought back.");
        }
    }

    public static RecycleFolder FolderOf(RedisCmdlet cmdlet, string? path) => new(path is null ? null : cmdlet.GetUnresolvedProviderPathFromPSPath(path));

    private static RecycledOperation? Find(RedisCmdlet cmdlet, RecycleFolder folder, string id)
    {
        try
        {
            return folder.Find(id);
        }
        catch (TransferException e)
        {
            cmdlet.WriteRedisError(e, id);
            return null;
        }
    }
}

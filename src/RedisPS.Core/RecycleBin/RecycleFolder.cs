using System.Globalization;
using RedisPS.Core.Files;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>
/// A folder of journals, one for each operation that recycled keys. It is the user's own: keys may hold what nobody else shall read.
/// </summary>
public sealed class RecycleFolder
{
    /// <summary>The environment variable that names another folder than the usual one.</summary>
    public const string Variable = "REDISPS_RECYCLE_PATH";

    internal const string Extension = ".recycle";

    /// <summary>Names a folder.</summary>
    /// <param name="path">The folder; null: the usual one. It need not exist yet.</param>
    public RecycleFolder(string? path = null) => Path = System.IO.Path.GetFullPath(path ?? Usual());

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The operations whose keys are in it, the newest first. Each journal is read to its end, or to where it is damaged.</summary>
    /// <param name="unreadable">Told of files that cannot be read, and of those that are no journals.</param>
    /// <returns>The operations; none where there is no folder.</returns>
    public IEnumerable<RecycledOperation> List(Action<TransferException>? unreadable = null)
    {
        if (!Directory.Exists(Path)) { yield break; }
        foreach (string file in Directory.EnumerateFiles(Path, "*" + Extension).OrderByDescending(System.IO.Path.GetFileName, StringComparer.Ordinal))
        {
            RecycledOperation? operation = null;
            try { operation = Load(file); }
            catch (TransferException e) { unreadable?.Invoke(e); }
            if (operation is not null) { yield return operation; }
        }
    }

    /// <summary>The operation of an id.</summary>
    /// <param name="id">The id, or its beginning if no other begins so.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="TransferException">There is none, there are several, or its journal cannot be read.</exception>
    public RecycledOperation Find(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        string plain = id.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        string[] found = plain.Length >= 4 && plain.All(char.IsAsciiHexDigit) && Directory.Exists(Path)
            ? [.. Directory.EnumerateFiles(Path, "*" + Extension).Where(file => IdOf(file).StartsWith(plain, StringComparison.Ordinal))]
            : [];
        return found.Length switch
        {
            1 => Load(found[0]),
            0 => throw new TransferException(TransferFailure.NotFound, $"There is no operation {id} in the recycle bin {Path}.", "Get-RedisRecycleBin lists them."),
            _ => throw new TransferException(TransferFailure.NotFound, $"The ids of {found.Length} operations begin with {id}.", "Write more of it; Get-RedisRecycleBin lists them."),
        };
    }

    /// <summary>The ids in the folder with the times of their operations, the newest first; for completion, so no journal is read.</summary>
    /// <returns>The ids.</returns>
    public IEnumerable<(string Id, string At)> Ids() => !Directory.Exists(Path)
        ? []
        : Directory.EnumerateFiles(Path, "*" + Extension).Select(file => System.IO.Path.GetFileName(file)).OrderDescending(StringComparer.Ordinal)
            .Where(name => Guid.TryParse(IdOf(name), out _)).Select(name => (Guid.Parse(IdOf(name)).ToString(), name[..16]));

    /// <summary>Removes a journal: its keys cannot be brought back afterwards.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="TransferException">The file cannot be removed.</exception>
    public static void Remove(RecycledOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try { File.Delete(operation.Path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferFailure.NotWritable, $"{operation.Path} cannot be removed: {e.Message}", "Check the rights in the folder.", e);
        }
    }

    /// <summary>A new journal's path; the folder is made if it is not there.</summary>
    internal string Prepare(Guid id, DateTimeOffset at)
    {
        try
        {
            OwnerOnly.CreateDirectory(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferFailure.NotWritable, $"The folder of the recycle bin, {Path}, cannot be made: {e.Message}", "Choose another with -RecyclePath, or give this user the right to write there.", e);
        }

        return System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd-HHmmss}Z-{id:N}{Extension}"));
    }

    private static RecycledOperation Load(string file)
    {
        RecycleIndex index;
        try { index = RecycleIndex.Read(file); }
        catch (TransferException e) when (e.Failure is TransferFailure.Damaged or TransferFailure.UnknownFormat)
        {
            // Nothing but its name tells what it was.
            if (!Guid.TryParse(IdOf(file), out Guid id) || TimeOf(file) is not { } at) { throw; }
            return new RecycledOperation { OperationId = id, RemovedAt = at, Bytes = new FileInfo(file).Length, Path = file, Problem = e.Message };
        }

        return new RecycledOperation
        {
            OperationId = index.Header.OperationId ?? Guid.Empty,
            Server = index.Header.Server,
            Database = index.Header.Database ?? 0,
            RemovedAt = index.Header.CreatedAt,
            Keys = index.Keys,
            Types = index.Types,
            Bytes = new FileInfo(file).Length,
            IsComplete = index.IsComplete,
            Problem = index.Problem,
            Path = file,
        };
    }

    private static DateTimeOffset? TimeOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        return name.Length > 16 && DateTimeOffset.TryParseExact(name[..16], "yyyyMMdd-HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null;
    }

    private static string IdOf(string file)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        return name[(name.LastIndexOf('-') + 1)..];
    }

    private static string Usual() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
            ? path
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "RedisPS", "RecycleBin");
}

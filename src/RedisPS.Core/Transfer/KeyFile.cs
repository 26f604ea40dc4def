using System.IO.Compression;

namespace RedisPS.Core.Transfer;

/// <summary>Finds out by its content what a file of keys is.</summary>
internal static class KeyFile
{
    public static IKeyReader Open(string path)
    {
        string name = Path.GetFileName(path);
        bool isText;
        using (Stream look = OpenStream(path)) { isText = IsText(look, name); }
        Stream stream = OpenStream(path);
        try
        {
            if (isText) { return new JsonLinesReader(stream, name); }
            DumpReader reader = new(stream, name);
            if (reader.IsJournal) { throw new TransferException(TransferFailure.UnknownFormat, $"{name} is a journal of the recycle bin.", "Restore-RedisKey brings back what is in it."); }
            return reader;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static bool IsText(Stream stream, string name)
    {
        try { return stream.ReadByte() == '{'; }
        catch (InvalidDataException e) { throw new TransferException(TransferFailure.Damaged, $"{name} is damaged: its compression cannot be read.", "Use another copy of the file.", e); }
    }

    private static Stream OpenStream(string path)
    {
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            try
            {
                bool compressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
                file.Position = 0;
                return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferFailure.NotFound, $"{path} cannot be read: {e.Message}", "Check the path and the rights.", e);
        }
    }
}

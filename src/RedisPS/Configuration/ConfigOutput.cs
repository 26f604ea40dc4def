using System.Text;
using RedisPS.Core.Configuration;
using RedisPS.Core.Files;

namespace RedisPS.Configuration;

/// <summary>Writes the files of this area.</summary>
internal static class ConfigOutput
{
    /// <summary>Refuses to overwrite a file.</summary>
    /// <exception cref="ConfigException">There is one, and it may not be overwritten.</exception>
    public static void ThrowIfThere(string path, bool force)
    {
        if (!force && File.Exists(path))
        {
            throw new ConfigException(ConfigFailure.FileExists, $"'{path}' is there already; nothing was written.", "Overwrite it with -Force, or choose another name.");
        }
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it shall hold.</param>
    /// <param name="isSecret">Whether only its owner may read it.</param>
    /// <exception cref="ConfigException">It cannot be written.</exception>
    public static FileInfo Write(string path, string text, bool isSecret)
    {
        string draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            using (FileStream stream = new(draft, isSecret ? options.ForOwnerOnly() : options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
            return new FileInfo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }

            throw new ConfigException(ConfigFailure.FileNotWritable, $"'{path}' cannot be written: {e.Message}");
        }
    }
}

namespace RedisPS.Core.Configuration;

/// <summary>What a process of this machine sees mounted where (Linux).</summary>
internal static class MountTable
{
    /// <summary>Why a process cannot put a new file in the place of this one; null when nothing is seen that stands in the way.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="path">The file's full path, as that process sees it.</param>
    public static string? WhyNotReplaced(long processId, string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{processId}/mountinfo");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        string point = "";
        bool readOnly = false;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            if (words.Length < 6)
            {
                continue;
            }

            string mounted = words[4].Replace("\\040", " ", StringComparison.Ordinal);
            bool covers = mounted == "/" || path == mounted || path.StartsWith(mounted + "/", StringComparison.Ordinal);
            if (covers && mounted.Length >= point.Length)
            {
                point = mounted;
                string super = words.SkipWhile(word => word != "-").LastOrDefault() ?? "";
                readOnly = words[5].Split(',').Contains("ro") || super.Split(',').Contains("ro");
            }
        }

        return readOnly ? $"{path} is on a file system that is mounted read-only"
            : point == path ? $"{path} is mounted as a single file, which the server cannot replace"
            : null;
    }
}

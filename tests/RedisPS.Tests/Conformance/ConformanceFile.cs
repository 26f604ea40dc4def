using System.Runtime.CompilerServices;

namespace RedisPS.Tests.Conformance;

/// <summary>Reads tests/conformance/*.case.</summary>
internal static class ConformanceFile
{
    private enum Part
    {
        Before,
        Script,
        Output,
        Errors,
    }

    internal static string Folder { get; } = FindFolder();

    internal static IEnumerable<ConformanceCase> ReadAll()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.case").Order(StringComparer.Ordinal))
        {
            foreach (ConformanceCase one in Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
            {
                yield return one;
            }
        }
    }

    internal static List<ConformanceCase> Read(string file, string text)
    {
        List<ConformanceCase> cases = [];
        string? name = null;
        List<string> setup = [];
        List<string> script = [];
        List<string> output = [];
        List<string> errors = [];
        Part part = Part.Before;

        void Finish()
        {
            if (name is not null)
            {
                // The empty line before the next case belongs to neither.
                List<string> last = errors.Count > 0 ? errors : output;
                if (last.Count > 0 && last[^1].Length == 0)
                {
                    last.RemoveAt(last.Count - 1);
                }

                cases.Add(new ConformanceCase(file, name, [.. setup], Join(script).TrimEnd('\n'), Join(output), Join(errors)));
            }

            setup.Clear();
            script.Clear();
            output.Clear();
            errors.Clear();
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                Finish();
                name = line[4..];
                part = Part.Script;
            }
            else if (line is "--- output" or "--- errors")
            {
                part = line == "--- output" ? Part.Output : Part.Errors;
            }
            else if (part == Part.Script && line.StartsWith("$ ", StringComparison.Ordinal))
            {
                setup.Add(line[2..]);
            }
            else if (part == Part.Script)
            {
                script.Add(line);
            }
            else if (part != Part.Before && !(i == lines.Length - 1 && line.Length == 0))
            {
                (part == Part.Output ? output : errors).Add(line);
            }
        }

        // The last case has no next one; nothing is taken from it but what a file's end adds.
        (errors.Count > 0 ? errors : output).Add(string.Empty);
        Finish();
        return cases;
    }

    private static string Join(List<string> lines) => string.Concat(lines.ConvertAll(line => line + "\n"));

    private static string FindFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "conformance"));
}

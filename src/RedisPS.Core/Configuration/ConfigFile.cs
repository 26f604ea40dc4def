using System.IO.Enumeration;
using RedisPS.Core.Service;

namespace RedisPS.Core.Configuration;

/// <summary>A redis.conf as the server reads it at its start: included files where they are included, the last mention of a setting counts.</summary>
public sealed class ConfigFile
{
    // The server gives up at this depth too.
    private const int DeepestInclude = 16;

    private readonly Dictionary<string, string> _effective = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string, string)> _directives = [];
    private readonly List<string> _includes = [];
    private readonly List<string> _unread = [];
    private readonly HashSet<string> _once = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<string> _folders;

    private ConfigFile(string path, string text, params string?[] folders)
    {
        Path = path;
        Text = text;
        _folders = [.. folders.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its own text, without the files it includes.</summary>
    public string Text { get; }

    /// <summary>What the settings are in the end, by the name that is in use today; settings that are not mentioned are missing. Secrets too.</summary>
    public IReadOnlyDictionary<string, string> Settings => _effective;

    /// <summary>Lines that are no settings and may come often: user, rename-command, loadmodule, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Directives => _directives;

    /// <summary>The files it includes.</summary>
    public IReadOnlyList<string> Includes => _includes;

    /// <summary>Included files that could not be read here, or that are named relative to where the server was started: what they say is not known for sure.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Reads a file and what it includes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static ConfigFile Load(string path) => Load(path, null);

    /// <summary>Reads a file and what it includes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="workingDirectory">Where the server is at work; null when that is not known.</param>
    internal static ConfigFile Load(string path, string? workingDirectory)
    {
        string text = File.ReadAllText(path);
        ConfigFile file = new(path, text, workingDirectory, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)));
        file.Read(text, null, 0);
        return file;
    }

    /// <summary>Reads a text; files it includes are read too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it comes from.</param>
    public static ConfigFile Parse(string text, string path = "")
    {
        ConfigFile file = new(path, text);
        file.Read(text, null, 0);
        return file;
    }

    /// <summary>
    /// The name and the file of an included line that CONFIG REWRITE would write into the main file as well: with both the server
    /// does not start ("Duplicate user found", or a module that is there already; seen on Redis 7.0, 8.0 and Valkey 8.1). Null when there is none.
    /// </summary>
    internal (string Name, string File)? WrittenTwice { get; private set; }

    /// <summary>A user or a module that is mentioned twice, which keeps a server from starting; null when there is none.</summary>
    internal string? Duplicate { get; private set; }

    /// <summary>The value that a server started with this file has; null when the file does not say.</summary>
    /// <param name="name">The setting; old names find the new ones.</param>
    public string? Find(string name) => _effective.GetValueOrDefault(Canonical(name));

    /// <inheritdoc/>
    public override string ToString() => Path;

    private static string Canonical(string name) => ConfigCatalogue.Find(name) is { } known ? known.AliasOf ?? known.Name : name.ToLowerInvariant();

    private void Read(string text, string? included, int depth)
    {
        foreach (string line in text.Split('\n'))
        {
            IReadOnlyList<string> words = ConfigurationLine.Parse(line.TrimEnd('\r'));
            if (words.Count > 0)
            {
                Take(words, included, depth);
            }
        }
    }

    private void Take(IReadOnlyList<string> words, string? included, int depth)
    {
        string name = Canonical(words[0]);
        string value = string.Join(' ', words.Skip(1));
        switch (name)
        {
            case "include":
                Include(value, depth);
                break;
            case "user" or "rename-command" or "loadmodule":
                _directives.Add((name, value));
                Watch(name, words.ElementAtOrDefault(1) ?? "", included);
                break;

            // Several lines add up; an empty one takes back those before it.
            case "save" when value.Length > 0 && _effective.GetValueOrDefault(name) is { Length: > 0 } before:
                _effective[name] = $"{before} {value}";
                break;

            // A class that is mentioned changes; the others stay as they were, at first at the default.
            case "client-output-buffer-limit":
                _effective[name] = $"{_effective.GetValueOrDefault(name) ?? ConfigCatalogue.Find(name)?.Default} {value}".Trim();
                break;
            default:
                _effective[name] = value;
                break;
        }
    }

    private void Watch(string name, string subject, string? included)
    {
        if (name == "rename-command")
        {
            return;
        }

        if (included is not null)
        {
            WrittenTwice ??= (name, included);
        }

        string line = $"{name} {subject}";
        Duplicate ??= _once.Add(line) ? null : line;
    }

    private void Include(string pattern, int depth)
    {
        string[] files = [];
        try
        {
            files = Matches(pattern);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Listed as unread below.
        }

        // A relative path is relative to where the server was started, which nobody here knows: what is found is read, and not relied on.
        if (files.Length == 0 || depth >= DeepestInclude || !System.IO.Path.IsPathRooted(pattern))
        {
            _unread.Add(pattern);
        }

        if (depth >= DeepestInclude)
        {
            return;
        }

        foreach (string file in files)
        {
            _includes.Add(file);
            try
            {
                Read(File.ReadAllText(file), file, depth + 1);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _unread.Add(file);
            }
        }
    }

    private string[] Matches(string pattern) => System.IO.Path.IsPathRooted(pattern)
        ? Expand(pattern)
        : _folders.Select(folder => Expand(System.IO.Path.Combine(folder, pattern)).Where(File.Exists).ToArray()).FirstOrDefault(files => files.Length > 0) ?? [];

    private static string[] Expand(string pattern)
    {
        string folder = System.IO.Path.GetDirectoryName(pattern) ?? "/";
        string name = System.IO.Path.GetFileName(pattern);
        return name.AsSpan().IndexOfAny('*', '?', '[') < 0
            ? [pattern]
            : Directory.EnumerateFiles(folder).Where(file => FileSystemName.MatchesSimpleExpression(name, System.IO.Path.GetFileName(file), ignoreCase: false))
                .Order(StringComparer.Ordinal).ToArray();
    }
}

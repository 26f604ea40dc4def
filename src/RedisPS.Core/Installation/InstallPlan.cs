using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>What installing would do, found out without changing anything.</summary>
public sealed record InstallPlan
{
    /// <summary>What is wanted.</summary>
    public required InstallRequest Request { get; init; }

    /// <summary>What installs it.</summary>
    public required InstallProvider Provider { get; init; }

    /// <summary>The package, or the image.</summary>
    public required string PackageName { get; init; }

    /// <summary>The installed version; null when it is not installed.</summary>
    public string? InstalledVersion { get; init; }

    /// <summary>The commands that install; none where it is installed already.</summary>
    public IReadOnlyList<HostCommand> Commands { get; init; } = [];

    /// <summary>The configuration file, or where it will be; null where there is none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>What would be written there, as far as it is known before the file is there.</summary>
    public IReadOnlyList<ConfigEdit> Edits { get; init; } = [];

    /// <summary>What it does to services.</summary>
    public IReadOnlyList<string> ServiceSteps { get; init; } = [];

    /// <summary>What is to be known about it.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether anything would change.</summary>
    public bool Changes => Commands.Count > 0 || Edits.Any(edit => edit.Changed) || ServiceSteps.Count > 0;

    /// <summary>Every step, in order, as one would type it.</summary>
    public IReadOnlyList<string> Steps =>
    [
        .. Commands.Select(command => command.ToString()),
        .. Edits.Where(edit => edit.Changed).SelectMany(edit => edit.Removed.Select(line => $"remove from {ConfigFile}: {edit.Name} {line}").Append($"write to {ConfigFile}: {edit}")),
        .. ServiceSteps,
    ];

    /// <summary>The steps, one a line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Steps.Select(step => "  " + step));
}

namespace RedisPS.Runner.Menu;

/// <summary>What is installed, what an installation would do, and the installation.</summary>
internal sealed class InstallScreen(MenuHost host) : MenuScreen(host)
{
    private LineResult? _result;

    protected override string Title => "Installation";

    protected override IReadOnlyList<KeyHint> Keys => KeyHint.List("p plan Redis", "v plan Valkey", "g plan Garnet", "P/V/G install");

    protected override void Load()
    {
        _result = Run("Get-RedisInstallation");
        Messages.AddRange(_result.Problems);
    }

    protected override IEnumerable<BodyLine> Text(int width) => _result is { Objects.Count: > 0 } ? _result.Lines(width)
        : [new BodyLine("No server is installed on this machine.", BodyStyle.Dim)];

    protected override bool Handle(ConsoleKeyInfo key)
    {
        string? product = char.ToLowerInvariant(key.KeyChar) switch { 'p' => "Redis", 'v' => "Valkey", 'g' => "Garnet", _ => null };
        if (product is null)
        {
            return false;
        }

        Act($"Install-Redis {product} {(char.IsUpper(key.KeyChar) ? "-Confirm" : "-WhatIf")}");
        return true;
    }
}

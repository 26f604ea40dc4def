using RedisPS.Core.Persistence;

namespace RedisPS.Runner.Menu;

/// <summary>How the data is kept on disk, and keeping it now.</summary>
internal static class PersistenceScreen
{
    private static readonly KeyHint[] s_keys = KeyHint.List("b save now: Invoke-RedisSave", "w rewrite AOF: Invoke-RedisSave", "s snapshots: Set-RedisPersistence", "a AOF on: Set-RedisPersistence", "o AOF off: Set-RedisPersistence");

    private static readonly Choice[] s_presets =
    [
        new(nameof(SnapshotPreset.Default), "after 1 change in an hour, 100 in 5 minutes, 10,000 in one"),
        new(nameof(SnapshotPreset.HighDurability), "after 1 change in 5 minutes, 10 in one, 1,000 in half a minute"),
        new(nameof(SnapshotPreset.Performance), "few forks: 1 change in an hour, 10,000 in 15 minutes"),
        new(nameof(SnapshotPreset.Disabled), "never by itself"),
    ];

    internal static TextScreen Create(MenuHost host) => new(host, "Persistence", "Get-RedisPersistence", s_keys, null, key => Change(host, key));

    private static string? Change(MenuHost host, char key) => key switch
    {
        'b' => "Invoke-RedisSave -Wait",
        'w' => "Invoke-RedisSave AofRewrite -Wait",
        's' when ChoiceScreen.Ask(host, "When snapshots are taken", s_presets) is { } preset => $"Set-RedisPersistence -SnapshotPreset {preset.Name} -Confirm",
        'a' => "Set-RedisPersistence -AppendOnly $true -Wait -Confirm",
        'o' => "Set-RedisPersistence -AppendOnly $false -Confirm",
        _ => null,
    };
}

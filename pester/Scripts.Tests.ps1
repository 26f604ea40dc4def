BeforeDiscovery {
    $root = Split-Path $PSScriptRoot
    $scripts = Get-ChildItem $root, (Join-Path $root docs), $PSScriptRoot -File |
        Where-Object { $_.Extension -in '.ps1', '.psm1' } |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $analyser = Get-Module PSScriptAnalyzer -ListAvailable
}

Describe 'The script <Name>' -ForEach $scripts -Skip:(-not $analyser) {
    It 'has nothing that PSScriptAnalyzer finds' {
        $settings = Join-Path (Split-Path $PSScriptRoot) PSScriptAnalyzerSettings.psd1
        Invoke-ScriptAnalyzer -Path $Path -Settings $settings |
            ForEach-Object { '{0}:{1} {2}: {3}' -f $_.ScriptName, $_.Line, $_.RuleName, $_.Message } |
            Should -BeNullOrEmpty
    }
}

<#
.SYNOPSIS
    Writes the module's help from the pages in this folder.
.DESCRIPTION
    MAML for Get-Help from the cmdlets' pages, with Microsoft.PowerShell.PlatyPS, and plain text from the about_ topics.
    Where that module is not installed, the help that is in the repository stays as it is; the tests say when it is out of date.
.PARAMETER ModulePath
    The built module, which gets the new help, too.
#>
[CmdletBinding()]
param([string] $ModulePath)

$ErrorActionPreference = 'Stop'
$target = Join-Path $PSScriptRoot '../src/RedisPS/en-US'
if (-not (Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)) {
    Write-Output 'docs: Microsoft.PowerShell.PlatyPS is not installed, so the help in src/RedisPS/en-US stays as it is (Install-PSResource Microsoft.PowerShell.PlatyPS).'
    exit 0
}

Import-Module -Name Microsoft.PowerShell.PlatyPS
$null = New-Item -ItemType Directory -Path $target -Force

# The cmdlets: one MAML file.
$pages = Get-ChildItem -Path $PSScriptRoot -Filter '*-Redis*.md' | Sort-Object -Property Name
$work = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
try {
    $null = Import-MarkdownCommandHelp -Path $pages.FullName | Export-MamlCommandHelp -OutputFolder $work -Force
    $maml = Get-ChildItem -Path $work -Filter '*-Help.xml' -Recurse | Select-Object -First 1
    $text = [System.IO.File]::ReadAllText($maml.FullName).ReplaceLineEndings("`n").TrimEnd() + "`n"
    [System.IO.File]::WriteAllText((Join-Path $target 'RedisPS.dll-Help.xml'), $text)
}
finally {
    Remove-Item -Path $work -Recurse -Force -ErrorAction Ignore
}

# The topics: text, with code indented and marks left out. Get-Help shows such files as they are.
$topics = Get-ChildItem -Path $PSScriptRoot -Filter 'about_*.md'
foreach ($topic in $topics) {
    $isCode = $false
    $lines = foreach ($line in [System.IO.File]::ReadAllLines($topic.FullName)) {
        if ($line.StartsWith('```')) {
            $isCode = -not $isCode
        }
        elseif ($isCode) {
            "    $line".TrimEnd()
        }
        elseif ($line -match '^#+ (.+)') {
            $Matches[1]
        }
        else {
            ($line -replace '\[([^\]]+)\]\([^)]+\.md\)', '$1') -replace '`([^`]*)`', '$1'
        }
    }

    [System.IO.File]::WriteAllText((Join-Path $target "$($topic.BaseName).help.txt"), ($lines -join "`n") + "`n")
}

if ($ModulePath) {
    Copy-Item -Path $target -Destination $ModulePath -Recurse -Force
}

Write-Output "docs: help of $($pages.Count) cmdlets and $($topics.Count) topics written to src/RedisPS/en-US."

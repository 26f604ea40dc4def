BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
}

Describe 'Get-RedisInstallation' {
    It 'knows the product and version of what is installed' {
        $program = Get-Command redis-server, valkey-server -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if (-not $program) { Set-ItResult -Inconclusive -Because 'no server is on PATH'; return }
        $found = Get-RedisInstallation | Where-Object { (Split-Path -Leaf $_.Path) -eq (Split-Path -Leaf $program.Source) }
        $found | Should -Not -BeNullOrEmpty
        $found[0].Version | Should -BeOfType version
        $found[0].Product | Should -BeIn Redis, Valkey
    }

    It 'looks for one product' {
        (Get-RedisInstallation Garnet).Product | Where-Object { $_ -ne 'Garnet' } | Should -BeNullOrEmpty
    }
}

Describe 'Install-Redis' {
    It 'prints what it would do with -WhatIf, and does nothing' {
        if (-not (Get-Command dotnet -ErrorAction Ignore)) { Set-ItResult -Inconclusive -Because 'there is no dotnet'; return }
        $shown = Install-Redis Garnet -Provider DotnetTool -Version 2.2.4 -Port 17000 -WhatIf *>&1
        $shown | Should -BeNullOrEmpty
        (Join-Path $HOME .redisps garnet garnet.conf) | Should -Not -Exist
    }

    It 'refuses a provider that is not here' {
        { Install-Redis -Provider Zypper -Confirm:$false } | Should -Throw -ErrorId 'ProviderUnavailable,*'
    }

    It 'completes products' {
        (TabExpansion2 'Install-Redis -Product G' 24).CompletionMatches.CompletionText | Should -Be Garnet
    }

    It 'completes providers' {
        (TabExpansion2 'Install-Redis -Provider D' 25).CompletionMatches.CompletionText | Should -Contain Docker
    }
}

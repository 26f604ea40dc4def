BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint
    $state = @{
        Configuration = @{ maxmemory = 256mb; 'maxmemory-policy' = 'allkeys-lru'; timeout = 300 }
        Persistence   = @{ Save = '900 1', '300 10'; Checksum = $true }
        AclUsers      = @{ app = 'on nopass ~app:* +@read -@dangerous'; gone = $false }
    }
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Desired state' {
    It 'tells the drift' {
        $drift = Test-RedisDesiredState -State $state | Where-Object InDesiredState -NE $true
        $drift.Property | Sort-Object | Should -Be 'app', 'maxmemory', 'maxmemory-policy', 'save', 'timeout'
        Test-RedisDesiredState -State $state -Quiet | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        Set-RedisDesiredState -State $state -WhatIf | Should -BeNullOrEmpty
        (Get-RedisConfig timeout).Value | Should -Be 0
    }

    It 'converges, and changes nothing the second time' {
        $changes = Set-RedisDesiredState -State $state -Force
        ($changes | Where-Object Changed).Count | Should -Be 5
        ($changes | Where-Object Property -EQ maxmemory).Previous | Should -Be 0
        $changes.InDesiredState | Should -Not -Contain $false
        Set-RedisDesiredState -State $state | Where-Object Changed | Should -BeNullOrEmpty
    }

    It 'exports <Name>, which is found without drift' -ForEach @(
        @{ Name = 'state.psd1' }
        @{ Name = 'state.json' }
    ) {
        $path = (Export-RedisDesiredState (Join-Path $TestDrive $Name)).FullName
        Test-RedisDesiredState $path -Quiet | Should -BeTrue
        if ($Name -like '*.psd1') { (Import-PowerShellDataFile $path).Configuration.timeout | Should -Be 300 }
    }

    It 'reads what PowerShell reads, and refuses what would have to be run' {
        $path = Join-Path $TestDrive run.psd1
        Set-Content $path "@{ Configuration = @{ timeout = `$(Set-Content '$TestDrive/ran' 1) } }"
        { Test-RedisDesiredState $path } | Should -Throw '*line 1, column*' -ErrorId 'DataFileInvalid,*'
        Join-Path $TestDrive ran | Should -Not -Exist
    }
}

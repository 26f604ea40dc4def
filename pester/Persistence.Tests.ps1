BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name persistence
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisPersistence' {
    It 'counts what would be lost' {
        $null = Invoke-RedisSave -Wait
        $null = Invoke-RedisCommand SET key 1
        $persistence = Get-RedisPersistence
        $persistence.DataAtRisk | Should -Be 1
        $persistence.Risk | Should -BeLike '1 changes*lost*'
        $persistence.LastSaveAt | Should -BeOfType DateTimeOffset
    }
}

Describe 'Set-RedisPersistence' {
    It 'changes nothing with -WhatIf' {
        Set-RedisPersistence -SnapshotRule '900 1' -WhatIf
        (Get-RedisPersistence).SaveRules | Should -BeNullOrEmpty
    }

    It 'sets rules and the append-only file, and nothing the second time' {
        $arguments = @{ SnapshotRule = '900 1', '60 5000'; AppendOnly = $true; Wait = $true; Confirm = $false }
        $first = Set-RedisPersistence @arguments
        $first.SaveRules.Count | Should -Be 2
        $first.IsAppendOnlyReady | Should -BeTrue
        ($first.Changes | Where-Object Changed).Name | Sort-Object | Should -Be 'appendonly', 'save'
        (Set-RedisPersistence @arguments).Changes | Where-Object Changed | Should -BeNullOrEmpty
        $null = Set-RedisPersistence -SnapshotPreset Disabled -AppendOnly $false -Confirm:$false -WarningAction SilentlyContinue
    }

    It 'refuses what is no rule' { { Set-RedisPersistence -SnapshotRule often } | Should -Throw -ErrorId 'SnapshotRuleInvalid*' }
}

Describe 'Invoke-RedisSave' {
    It 'returns when the file is whole' {
        $null = Invoke-RedisCommand SET key 2
        $result = Invoke-RedisSave -Wait -Timeout 1m
        $result.Status | Should -Be Completed
        $result.ChangesSince | Should -Be 0
    }

    It 'changes nothing with -WhatIf' {
        $null = Invoke-RedisCommand SET key 3
        Invoke-RedisSave Foreground -WhatIf
        (Get-RedisPersistence).ChangesSinceLastSave | Should -Be 1
    }
}

Describe 'Clear-RedisDatabase and Switch-RedisDatabase' {
    BeforeEach {
        $null = Clear-RedisDatabase -All -Force
        $null = Invoke-RedisCommand MSET a 1 b 2
    }

    It 'change nothing with -WhatIf' {
        Clear-RedisDatabase -WhatIf
        Clear-RedisDatabase -All -WhatIf
        Switch-RedisDatabase 0 1 -WhatIf
        Invoke-RedisCommand DBSIZE | Should -Be 2
    }

    It 'clear and exchange' {
        (Switch-RedisDatabase 0 1 -Force).KeyCount | Should -Be 0, 2
        $cleared = Get-RedisDatabase 1 | Clear-RedisDatabase -Force
        $cleared.KeysBefore | Should -Be 2
        $cleared.KeysAfter | Should -Be 0
    }
}

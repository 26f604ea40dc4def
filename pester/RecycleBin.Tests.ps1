BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name recycle
    $before = $env:REDISPS_RECYCLE_PATH
}

AfterAll {
    $env:REDISPS_RECYCLE_PATH = $before
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'The recycle bin' {
    BeforeEach {
        $env:REDISPS_RECYCLE_PATH = Join-Path $TestDrive ([guid]::NewGuid())
        $null = Invoke-RedisCommand FLUSHALL
        $null = Invoke-RedisCommand MSET cache:1 a cache:2 b 'odd*key' c
        $null = Invoke-RedisCommand PEXPIREAT cache:1 4000000000000
    }

    It 'takes back what was removed' {
        $removed = Remove-RedisKey -Pattern 'cache:*' -Recycle -Force
        $removed.Succeeded | Should -Be 2
        $removed.RecyclePath | Should -Be $env:REDISPS_RECYCLE_PATH
        Test-RedisKey cache:1 | Should -BeFalse
        ($removed | Restore-RedisKey).Succeeded | Should -Be 2
        Invoke-RedisCommand PEXPIRETIME cache:1 | Should -Be 4000000000000
    }

    It 'lists operations and keys' {
        $null = Remove-RedisKey cache:1 -Recycle
        $null = Get-RedisKey 'cache:2' | Remove-RedisKey -Recycle
        (Get-RedisRecycleBin).Count | Should -Be 2
        (Get-RedisRecycleBin -Key 'cache:*').Key | Sort-Object | Should -Be 'cache:1', 'cache:2'
        Get-RedisRecycleBin -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
    }

    It 'brings back exactly the key that was chosen' {
        $null = Invoke-RedisCommand SET 'odd and key' d
        $removed = Remove-RedisKey 'odd*key', 'odd and key' -Recycle
        ($removed | Get-RedisRecycleBin -Key 'odd\*key' | Restore-RedisKey).Succeeded | Should -Be 1
        Test-RedisKey 'odd*key' | Should -BeTrue
        Test-RedisKey 'odd and key' | Should -BeFalse
    }

    It 'says that it can be undone, and does nothing with -WhatIf' {
        Remove-RedisKey -Pattern '*' -Recycle -WhatIf
        Test-Path $env:REDISPS_RECYCLE_PATH | Should -BeFalse
        Test-RedisKey cache:1 | Should -BeTrue
    }

    It 'is cleared with -Force, by age or by operation' {
        $removed = Remove-RedisKey cache:1 -Recycle
        Clear-RedisRecycleBin -OlderThan 1h -Force
        Get-RedisRecycleBin | Should -Not -BeNullOrEmpty
        Clear-RedisRecycleBin $removed.OperationId -WhatIf
        Get-RedisRecycleBin | Should -Not -BeNullOrEmpty
        $removed | Clear-RedisRecycleBin -Force
        Get-RedisRecycleBin | Should -BeNullOrEmpty
        { $removed | Restore-RedisKey -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotFound*'
    }

    It 'completes the ids of operations' {
        $removed = Remove-RedisKey cache:1 -Recycle
        $line = 'Restore-RedisKey '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $removed.OperationId.ToString()
    }

    It 'says what a damaged journal does not give, and clears it' {
        $removed = Remove-RedisKey -Pattern '*' -Recycle -Force
        $file = (Get-RedisRecycleBin).Path
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[-40] = $bytes[-40] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        $damaged = Get-RedisRecycleBin $removed.OperationId -WarningVariable warning -WarningAction SilentlyContinue
        $damaged.State | Should -Be Damaged
        $damaged.Problem | Should -Match 'is damaged'
        "$warning" | Should -Match 'what follows cannot'
        ($damaged | Restore-RedisKey -WarningAction SilentlyContinue).Succeeded | Should -Be $damaged.Keys
        { Clear-RedisRecycleBin -Confirm:$false -WhatIf } | Should -Not -Throw
        $file | Should -Exist
        Clear-RedisRecycleBin -Force
        $file | Should -Not -Exist
    }

    It 'needs a connection to the server that the keys came from' {
        $removed = Remove-RedisKey cache:1 -Recycle
        $other = Start-TestServer
        try {
            $null = Connect-Redis $other.Endpoint -Name other
            Disconnect-Redis recycle
            { Restore-RedisKey $removed.OperationId -ErrorAction Stop } | Should -Throw -ErrorId 'RecycledElsewhere*'
            (Restore-RedisKey $removed.OperationId -Connection other -Force -WarningAction SilentlyContinue).Succeeded | Should -Be 1
        }
        finally {
            Disconnect-Redis other
            Stop-TestServer $other
            $null = Connect-Redis $server.Endpoint -Name recycle
        }
    }
}

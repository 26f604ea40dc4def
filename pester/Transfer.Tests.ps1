BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name transfer
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Export-RedisKey and Import-RedisKey' {
    BeforeEach {
        $null = Invoke-RedisCommand FLUSHALL
        $null = Invoke-RedisCommand MSET cache:1 a cache:2 b user:1 c
        $null = Invoke-RedisCommand PEXPIREAT cache:1 4000000000000
        $null = Invoke-RedisCommand HSET hash f v
        $file = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'takes keys out and in again as <_>' -ForEach JsonLines, Dump {
        $exported = Export-RedisKey $file -Format $_ -Compress
        $exported.Keys | Should -Be 4
        $exported.Types['string'] | Should -Be 3
        $exported.File.Length | Should -Be $exported.Bytes
        $null = Invoke-RedisCommand FLUSHALL
        (Import-RedisKey $file).Succeeded | Should -Be 4
        Invoke-RedisCommand PEXPIRETIME cache:1 | Should -Be 4000000000000
        Invoke-RedisCommand HGET hash f | Should -Be 'v'
    }

    It 'takes keys from the pipeline' {
        (Get-RedisKey 'cache:*' | Export-RedisKey $file).Keys | Should -Be 2
        $line = Get-Content $file | ConvertFrom-Json | Where-Object key -EQ 'cache:1'
        $line.value | Should -Be 'a'
        $line.expiresAt | Should -Be 4000000000000
    }

    It 'writes nothing with -WhatIf' {
        Export-RedisKey $file -WhatIf
        Test-Path $file | Should -BeFalse
        $null = Export-RedisKey $file
        $null = Invoke-RedisCommand DEL cache:1
        Import-RedisKey $file -WhatIf
        Test-RedisKey cache:1 | Should -BeFalse
    }

    It 'overwrites a file only with -Force' {
        Set-Content $file mine
        { Export-RedisKey $file -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists*'
        Get-Content $file | Should -Be 'mine'
        (Export-RedisKey $file -Force).Keys | Should -Be 4
    }

    It 'finds a file that was tampered with' {
        $null = Export-RedisKey $file
        (Get-Content $file -Raw).Replace('"b"', '"x"') | Set-Content $file -NoNewline
        { Import-RedisKey $file -ErrorAction Stop } | Should -Throw -ErrorId 'FileDamaged*'
    }

    It 'gives one error where the user may not restore' {
        $null = Export-RedisKey $file -Format Dump
        $null = Invoke-RedisCommand FLUSHALL
        $null = Invoke-RedisCommand ACL SETUSER few on '>few' '~*' '+@all' '-restore'
        try {
            $null = Connect-Redis "redis://few:few@$($server.Endpoint)" -Name few
            $result = Import-RedisKey $file -Connection few -ErrorVariable problem -ErrorAction SilentlyContinue
        }
        finally {
            Disconnect-Redis few
            $null = Select-RedisConnection transfer
        }

        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotPermitted*'
        $result.Failed | Should -Be 4
        Get-RedisKey | Should -BeNullOrEmpty
    }

    It 'refuses keys that are there with -Conflict Fail' {
        $null = Export-RedisKey $file
        { Import-RedisKey $file -Conflict Fail -ErrorAction Stop } | Should -Throw -ErrorId 'RestoreConflict*'
        (Import-RedisKey $file -Prefix copy: -MapDatabase @{ 0 = 2 }).Succeeded | Should -Be 4
        Test-RedisKey copy:hash -Database 2 | Should -BeTrue
    }

    It 'resolves a relative path against the location of PowerShell' {
        Push-Location $TestDrive
        try { (Export-RedisKey ./relative.jsonl).Path | Should -Be (Join-Path $TestDrive relative.jsonl) }
        finally { Pop-Location }
    }
}

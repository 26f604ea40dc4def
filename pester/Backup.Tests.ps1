BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name backup
    $null = Invoke-RedisCommand MSET cache:1 a cache:2 b user:1 c
    $null = Invoke-RedisCommand EXPIRE cache:1 1000
    $null = Invoke-RedisCommand HSET hash f v
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Backup-Redis' {
    BeforeEach { $folder = Join-Path $TestDrive ([guid]::NewGuid()) }

    It 'makes a backup that is whole, and lists, tests and reads it' {
        $backup = Backup-Redis $folder
        $backup.Keys | Should -Be 4
        $backup.IsVerified | Should -BeTrue
        (Get-RedisBackup $folder).Name | Should -Be $backup.Name
        $backup | Test-RedisBackup -Quiet | Should -BeTrue
        ($backup | Get-RedisBackupContent -Pattern 'cache:*' | Sort-Object Key).Key | Should -Be 'cache:1', 'cache:2'
        ($backup | Get-RedisBackupContent -Pattern user:1 -IncludeValue).Value | Should -Be 'c'
    }

    It 'changes nothing with -WhatIf' {
        Backup-Redis $folder -WhatIf
        Test-Path $folder | Should -BeFalse
    }

    It 'never replaces a file' {
        $null = Backup-Redis $folder -Name same
        { Backup-Redis $folder -Name same -ErrorAction Stop } | Should -Throw -ErrorId 'BackupExists*'
        (Get-RedisBackup $folder).Count | Should -Be 1
    }

    It 'backs up key by key' {
        $backup = Backup-Redis $folder -Method Logical -Compress
        $backup.IsPointInTime | Should -BeFalse
        $backup.Keys | Should -Be 4
        Test-RedisBackup $backup.Path -Quiet | Should -BeTrue
    }

    It 'keeps the folder in order after the new one is whole' {
        1..3 | ForEach-Object { $null = Backup-Redis $folder -Name "night$_" }
        $null = Backup-Redis $folder -Name night4 -RetainCount 2
        (Get-RedisBackup $folder).Name | Should -Be 'night4.rdb', 'night3.rdb'
    }

    It 'keeps days, weeks and months' {
        1..3 | ForEach-Object { $null = Backup-Redis $folder -Name "night$_" }
        $null = Backup-Redis $folder -Name night4 -Daily 7 -Weekly 4 -Monthly 12
        (Get-RedisBackup $folder).Name | Should -Be 'night4.rdb'
    }

    It 'copies the file of the server, with the functions beside it' {
        $null = Invoke-RedisCommand FUNCTION LOAD REPLACE "#!lua name=mine`nredis.register_function('f', function() return 1 end)"
        $backup = Backup-Redis $folder -Name file -Method ServerFile -IncludeFunction -Timeout 1m
        $backup.Method | Should -Be 'ServerFile'
        $backup.IsPointInTime | Should -BeTrue
        $backup.Keys | Should -Be 4
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be 'file.rdb', 'file.rdb.functions.dump', 'file.rdb.json'
        $null = Invoke-RedisCommand FUNCTION FLUSH
    }

    It 'copies the append-only file and puts back what it set' {
        $null = Set-RedisPersistence -AppendOnly $true -Wait
        try {
            $before = (Get-RedisConfig auto-aof-rewrite-percentage).Value
            $backup = Backup-Redis $folder -Method ServerFile -IncludeAppendOnly
            $backup.AppendOnlyFiles.Count | Should -BeGreaterOrEqual 2
            $backup | Test-RedisBackup -Quiet | Should -BeTrue
            (Get-RedisConfig auto-aof-rewrite-percentage).Value | Should -Be $before
        }
        finally { $null = Set-RedisPersistence -AppendOnly $false }
    }

    It 'says where the file of the server is not, and what to do' {
        { Backup-Redis $folder -Method ServerFile -ServerDataPath (Join-Path $TestDrive none) -ErrorAction Stop } | Should -Throw -ErrorId 'BackupServerFileMissing*'
    }

    It 'refuses what only the files of the server have' {
        { Backup-Redis $folder -IncludeAppendOnly } | Should -Throw -ErrorId 'BackupMethodConflict*'
    }

    It 'ends when the time is up' {
        $null = Invoke-RedisCommand CONFIG SET rdb-key-save-delay 5000000
        try { { Backup-Redis $folder -Timeout 1s -ErrorAction Stop } | Should -Throw -ErrorId 'BackupTimeout*' }
        finally { $null = Invoke-RedisCommand CONFIG SET rdb-key-save-delay 0 }
        (Get-ChildItem $folder -Force).Name | Should -BeLike '.failed-*'
    }

    It 'resolves a relative folder against the location of PowerShell' {
        Push-Location $TestDrive
        try { (Backup-Redis ./relative).Path | Should -BeLike "$(Join-Path $TestDrive relative)*" }
        finally { Pop-Location }
    }
}

Describe 'Remove-RedisBackup' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        1..3 | ForEach-Object { $null = Backup-Redis $folder -Name "night$_" }
    }

    It 'changes nothing with -WhatIf' {
        Remove-RedisBackup $folder -RetainCount 1 -WhatIf
        (Get-RedisBackup $folder).Count | Should -Be 3
    }

    It 'removes what no rule keeps' {
        (Remove-RedisBackup $folder -RetainCount 1 -Confirm:$false).Count | Should -Be 2
        (Get-ChildItem $folder).Name | Should -Be 'night3.rdb', 'night3.rdb.json'
    }

    It 'removes what is piped' {
        Get-RedisBackup $folder | Where-Object Name -EQ night2.rdb | Remove-RedisBackup -Confirm:$false | Should -Not -BeNullOrEmpty
        (Get-RedisBackup $folder).Name | Should -Be 'night3.rdb', 'night1.rdb'
    }

    It 'keeps the newest of each period' {
        (Remove-RedisBackup $folder -Daily 7 -Weekly 4 -Monthly 12 -Confirm:$false).Count | Should -Be 2
        (Get-RedisBackup $folder).Name | Should -Be 'night3.rdb'
    }

    It 'removes nothing after a failed attempt' {
        { Backup-Redis $folder -Name night1 -ErrorAction Stop } | Should -Throw -ErrorId 'BackupExists*'
        { Remove-RedisBackup $folder -RetainCount 1 -ErrorAction Stop } | Should -Throw -ErrorId 'BackupRetentionBlocked*'
        (Get-RedisBackup $folder).Count | Should -Be 3
    }

    It 'leaves the last verified one, unless forced' {
        $gone = Get-RedisBackup $folder | Remove-RedisBackup -ErrorVariable problem -ErrorAction SilentlyContinue
        $gone.Name | Should -Be 'night2.rdb', 'night1.rdb'
        $problem.FullyQualifiedErrorId | Should -BeLike 'BackupLastVerified*'
        Get-RedisBackup $folder | Remove-RedisBackup -Force | Should -Not -BeNullOrEmpty
        Get-RedisBackup $folder | Should -BeNullOrEmpty
    }

    It 'wants a rule' { { Remove-RedisBackup $folder } | Should -Throw -ErrorId 'RetentionMissing*' }
}

Describe 'Test-RedisBackup' {
    It 'finds what was changed' {
        $backup = Backup-Redis (Join-Path $TestDrive changed)
        $bytes = [System.IO.File]::ReadAllBytes($backup.Path)
        $bytes[20] = $bytes[20] -bxor 1
        [System.IO.File]::WriteAllBytes($backup.Path, $bytes)
        $test = $backup | Test-RedisBackup
        $test.IsGood | Should -BeFalse
        $test.Problem | Should -Not -BeNullOrEmpty
        $backup | Test-RedisBackup -Quiet | Should -BeFalse
    }

    It 'restores it for a trial and leaves nothing behind' {
        $before = @(Get-RedisConnection).Count
        $test = Backup-Redis (Join-Path $TestDrive rehearsal) -Compress | Test-RedisBackup -Restore
        $test.Problem | Should -BeNullOrEmpty
        $test.IsRestored | Should -BeTrue
        $test.Restored.ComparedKeys | Should -Be $test.Keys
        $test.RecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        @(Get-RedisConnection).Count | Should -Be $before
    }

    It 'compares it with a server that runs' {
        $backup = Backup-Redis (Join-Path $TestDrive compare)
        $backup | Test-RedisBackup -CompareWith backup -Quiet | Should -BeTrue
        $null = Invoke-RedisCommand SET user:1 changed
        $test = $backup | Test-RedisBackup -CompareWith backup
        $test.IsGood | Should -BeTrue
        $test.Comparisons[0].Differences.Kind | Should -Be 'Value'
        $null = Invoke-RedisCommand SET user:1 c
    }

    It 'says when there is no such file' { { Test-RedisBackup (Join-Path $TestDrive none.rdb) -ErrorAction Stop } | Should -Throw -ErrorId 'BackupNotFound*' }
}

Describe 'Restore-Redis' {
    It 'says what it would do, does it, and leaves what is there' {
        $backup = Backup-Redis (Join-Path $TestDrive restore)
        $null = Invoke-RedisCommand DEL cache:1 hash
        $backup | Restore-Redis -WhatIf
        Test-RedisKey cache:1 | Should -BeFalse
        $result = $backup | Restore-Redis
        $result.Succeeded | Should -Be 2
        $result.Skipped | Should -Be 2
        (Get-RedisTtl cache:1).TimeToLive | Should -BeGreaterThan ([timespan]::Zero)
    }

    It 'restores nothing when a key is there and that was not wanted' {
        $backup = Backup-Redis (Join-Path $TestDrive conflict)
        { $backup | Restore-Redis -Conflict Fail -ErrorAction Stop } | Should -Throw -ErrorId 'RestoreConflict*'
    }

    It 'wants a service or a connection, not both' {
        { Restore-Redis x.rdb -ServiceName x -Database 1 -ErrorAction Stop } | Should -Throw -ErrorId 'RestoreTargetConflict*'
    }

    It 'asks for nothing of a service that is not there' {
        $backup = Backup-Redis (Join-Path $TestDrive service)
        { $backup | Restore-Redis -ServiceName no-such-service -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceNotFound*'
    }
}

Describe 'What is said when PowerShell stops a command with Ctrl+C' -Skip:(-not $IsLinux -or $env:REDISPS_TEST_IMAGE) {
    BeforeAll {
        # A server that a script starts through a loader does not show its name.
        $program = & (Get-Module TestServer) { Get-TestServerBinary }
        $seen = [IO.File]::ReadAllBytes((Get-Command $program).Source)[0] -ne [byte][char]'#'

        # Runs lines in a PowerShell of its own, sends it Ctrl+C once it has come to that, and gives what it wrote to its error output.
        function Interrupt([string[]] $Line, [scriptblock] $When) {
            $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            Set-Content "$place/line.ps1" (@("Import-Module '$((Get-Module RedisPS).Path)'") + $Line + "Set-Content '$place/next' x")
            $session = Start-Process ([Environment]::ProcessPath) -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$place/line.ps1" -RedirectStandardOutput "$place/out" -RedirectStandardError "$place/err"
            try {
                while (-not (& $When)) {
                    if ($session.HasExited) { throw "It ended before: $(Get-Content "$place/out", "$place/err" -Raw)" }
                    Start-Sleep -Milliseconds 20
                }
                & /bin/kill -INT $session.Id
                $session.WaitForExit(120000) | Should -BeTrue
            }
            finally {
                if (-not $session.HasExited) { $session.Kill() }
            }
            "$place/next" | Should -Not -Exist
            Get-Content "$place/err" -Raw
        }
    }

    It 'is what a restore that was broken off has lost' {
        if (-not $seen) { Set-ItResult -Inconclusive -Because 'the server is started by a script'; return }
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = Invoke-RedisCommand EVAL "for i = 1, 300 do redis.call('set', 'k' .. i, i) end" 0
        $backup = Backup-Redis $folder
        $null = Invoke-RedisCommand DEL @(1..300 | ForEach-Object { "k$_" })
        $slow = Start-TestServer -Setting 'key-load-delay 20000'
        Add-Content "$($slow.Directory)/redis.conf" "pidfile $($slow.Directory)/pid"
        try {
            $null = Connect-Redis $slow.Endpoint -Name slow
            $null = Invoke-RedisCommand SAVE -Connection slow
            $null = Invoke-RedisCommand SET old lost -Connection slow
            Disconnect-Redis slow
            $said = Interrupt "Restore-Redis '$($backup.Path)' -ServiceName '*:$($slow.Port)' -Force -NoSave" { Test-Path "$($slow.Directory)/redisps-old*" }
            $said | Should -BeLike '*Restore-Redis: *changes that were in no file are LOST*'
        }
        finally {
            # The one that was started again is nobody's child; it goes by its number.
            if (Test-Path "$($slow.Directory)/pid") { Stop-Process -Id (Get-Content "$($slow.Directory)/pid") -Force -ErrorAction Ignore }
            Stop-TestServer $slow
        }
    }

    It 'is what must be known besides a backup' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $large = Start-TestServer -Setting 'auto-aof-rewrite-percentage 0'
        try {
            # What a backup that was killed has left behind.
            Set-Content "$folder/.rewrite-paused-$($large.Endpoint -replace ':', '_')" 55 -NoNewline
            $null = Connect-Redis $large.Endpoint -Name large
            $null = Invoke-RedisCommand DEBUG POPULATE 200000 -Connection large
            $said = Interrupt "`$null = Connect-Redis '$($large.Endpoint)'", "Backup-Redis '$folder' -MaxBytesPerSecond 1kb" { [IO.Directory]::GetFileSystemEntries($folder, '.partial-*') }
            $said | Should -BeLike '*Backup-Redis: auto-aof-rewrite-percentage of * is 55 again.*'
            "$folder/*.rdb" | Should -Not -Exist
        }
        finally {
            Disconnect-Redis large
            Stop-TestServer $large
        }
    }
}

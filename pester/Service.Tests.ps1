BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $program = & (Get-Module TestServer) { Get-TestServerBinary }
}

Describe 'Start-RedisSandbox' {
    AfterEach { Stop-RedisSandbox -All }

    It 'is connected to a server with the settings it was given' {
        $sandbox = Start-RedisSandbox -ServerPath $program -Setting @{ maxmemory = '10mb'; appendonly = $true }
        (Get-RedisConnection | Where-Object IsDefault).Name | Should -Be $sandbox.Name
        (Get-RedisServer).MaxMemoryBytes | Should -Be 10mb
        (Get-RedisServer).IsAppendOnly | Should -BeTrue
        $sandbox.Server | Should -BeLike '127.0.0.1:*'
    }

    It 'leaves the current connection alone with -NoDefault' {
        $first = Start-RedisSandbox -ServerPath $program
        $null = Start-RedisSandbox -ServerPath $program -NoDefault
        (Get-RedisConnection | Where-Object IsDefault).Name | Should -Be $first.Name
    }

    It 'starts nothing with -WhatIf' {
        Start-RedisSandbox -ServerPath $program -WhatIf | Should -BeNullOrEmpty
        Get-RedisConnection | Should -BeNullOrEmpty
    }

    It 'says what the server said when it does not start' {
        { Start-RedisSandbox -ServerPath $program -Setting @{ maxmemory = 'much' } } | Should -Throw '*maxmemory*' -ErrorId 'SandboxFailed,*'
    }

    It 'completes products' {
        (TabExpansion2 'Start-RedisSandbox -Product V' 29).CompletionMatches.CompletionText | Should -Be Valkey
    }
}

Describe 'Stop-RedisSandbox' {
    It 'ends the server, the connection and the directory' {
        $sandbox = Start-RedisSandbox -ServerPath $program
        $file = (Get-RedisServer).ConfigFile
        $file | Should -Exist
        $sandbox | Stop-RedisSandbox
        $file | Should -Not -Exist
        (Test-RedisConnection $sandbox.Server).Succeeded | Should -BeFalse
        Get-RedisConnection | Should -BeNullOrEmpty
    }

    It 'leaves a server that is no sandbox alone' {
        $server = Start-TestServer
        try {
            $null = Connect-Redis $server.Endpoint
            Stop-RedisSandbox -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotSandbox,*'
            Invoke-RedisCommand PING | Should -Be PONG
        }
        finally {
            Disconnect-Redis -All
            Stop-TestServer $server
        }
    }
}

Describe 'Services' -Skip:(-not $IsLinux -or $env:REDISPS_TEST_IMAGE) {
    BeforeEach { $server = Start-TestServer -Setting 'save ""' }
    AfterEach {
        Disconnect-Redis -All
        Stop-TestServer $server
    }

    BeforeAll {
        # A server that a script starts through a loader does not show its name.
        $seen = [IO.File]::ReadAllBytes((Get-Command $program).Source)[0] -ne [byte][char]'#'
    }

    It 'finds a running server' {
        if (-not $seen) { Set-ItResult -Inconclusive -Because 'the server is started by a script'; return }
        $service = Get-RedisService "*:$($server.Port)"
        $service.ProcessId | Should -Be $server.Process.Id
        $service.Readiness.State | Should -Be Ready
    }

    It 'refuses a stop that would lose data, and does it when told' {
        if (-not $seen) { Set-ItResult -Inconclusive -Because 'the server is started by a script'; return }
        $null = Connect-Redis $server.Endpoint
        $null = Invoke-RedisCommand SET a 1
        Stop-RedisService "*:$($server.Port)" -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsavedData,*'
        $server.Process.HasExited | Should -BeFalse
        $change = Get-RedisService "*:$($server.Port)" | Stop-RedisService -NoSave -Confirm:$false
        $change.Status | Should -Be Stopped
        $change.Changed | Should -BeTrue
    }

    It 'takes back that nothing is to be saved when PowerShell is ended with <_> in the middle of a stop' -ForEach TERM, HUP {
        if (-not $seen) { Set-ItResult -Inconclusive -Because 'the server is started by a script'; return }
        $primary = Start-TestServer -Setting 'save 3600 1', 'shutdown-timeout 3600'
        $replica = Start-TestServer -Setting "replicaof 127.0.0.1 $($primary.Port)"
        $session = $null
        try {
            # It waits for a replica that does not answer.
            $null = Connect-Redis $primary.Endpoint
            while ((Invoke-RedisCommand INFO replication) -notmatch 'state=online') { Start-Sleep -Milliseconds 20 }
            & /bin/kill -STOP $replica.Process.Id
            $null = Invoke-RedisCommand SET a 1
            $module = (Get-Module RedisPS).Path
            Set-Content (Join-Path $TestDrive stop.ps1) "Import-Module '$module'", "Stop-RedisService '*:$($primary.Port)' -NoSave -Confirm:`$false", "Set-Content '$TestDrive/next' x"
            $session = Start-Process ([Environment]::ProcessPath) -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', (Join-Path $TestDrive stop.ps1) -RedirectStandardOutput (Join-Path $TestDrive out) -RedirectStandardError (Join-Path $TestDrive err)
            while ((Get-RedisConfig shutdown-on-sigterm).Value -ne 'nosave') {
                $session.HasExited | Should -BeFalse
                Start-Sleep -Milliseconds 20
            }
            & /bin/kill "-$_" $session.Id
            $session.WaitForExit(60000) | Should -BeTrue
            (Get-RedisConfig shutdown-on-sigterm).Value | Should -Be default
            "$TestDrive/next" | Should -Not -Exist
        }
        finally {
            if ($session -and -not $session.HasExited) { $session.Kill() }
            Stop-TestServer $primary
            Stop-TestServer $replica
        }
    }

    It 'says what is not there' {
        Get-RedisService no-such-service -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'ServiceNotFound,*'
    }
}

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

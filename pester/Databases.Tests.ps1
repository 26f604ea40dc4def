BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name d
    $null = Invoke-RedisCommand MSET a 1 b 2
    $null = Invoke-RedisCommand SET c 3 EX 1000
    $null = Invoke-RedisCommand SET x 1 -Database 5
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisDatabase' {
    It 'counts keys, with and without expiry' {
        $databases = Get-RedisDatabase
        $databases.Index | Should -Be 0, 5
        $databases[0].KeyCount | Should -Be 3
        $databases[0].ExpiringCount | Should -Be 1
        $databases[0].PersistentCount | Should -Be 2
    }

    It 'shows the empty ones on request' { (Get-RedisDatabase -IncludeEmpty).Index | Should -Be (0..15) }

    It 'takes indexes, also of empty databases' { (Get-RedisDatabase 5, 7).KeyCount | Should -Be 1, 0 }

    It 'reports a database that is not there' {
        Get-RedisDatabase 99 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'DatabaseUnavailable,*'
    }
}

Describe 'Select-RedisDatabase' {
    AfterEach { Select-RedisDatabase 0 }

    It 'is where commands go from then on' {
        Select-RedisDatabase 5
        Invoke-RedisCommand EXISTS x | Should -Be 1
        (Get-RedisConnection d).Database | Should -Be 5
        (Get-RedisDatabase | Where-Object IsCurrent).Index | Should -Be 5
    }

    It 'takes a database from the pipeline' {
        Get-RedisDatabase 5 | Select-RedisDatabase
        (Get-RedisConnection d).Database | Should -Be 5
    }

    It 'changes nothing when the database is not there' {
        Select-RedisDatabase 99 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'DatabaseUnavailable,*'
        (Get-RedisConnection d).Database | Should -Be 0
        Invoke-RedisCommand EXISTS a | Should -Be 1
    }

    It 'completes databases that hold keys' {
        (TabExpansion2 'Select-RedisDatabase ' 21).CompletionMatches.CompletionText | Should -Be '0', '5'
    }
}

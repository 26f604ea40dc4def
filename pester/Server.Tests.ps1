BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer -Setting 'user few on >few ~cache:* +@read +ping +select +dbsize'
    $null = Connect-Redis $server.Endpoint -Name full
    $null = Connect-Redis "redis://few:few@$($server.Endpoint)" -Name few -NoDefault
    $null = Invoke-RedisCommand SET cache:1 x
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisServer' {
    It 'is one object with typed values' {
        $result = Get-RedisServer
        $result.Server | Should -Be $server.Endpoint
        $result.Version | Should -BeOfType version
        $result.Uptime | Should -BeOfType timespan
        $result.UsedMemoryBytes | Should -BeOfType long
        $result.Role | Should -Be primary
        $result.Databases.KeyCount | Should -Be 1
    }

    It 'takes several connections, each result saying where it comes from' {
        (Get-RedisConnection | Get-RedisServer).ConnectionName | Should -Be full, few
    }

    It 'gives what it can to a user without INFO, and says what is missing' {
        $result = Get-RedisServer -Connection few
        $result.KeyCount | Should -Be 1
        $result.UsedMemoryBytes | Should -BeNullOrEmpty
        $result.Restrictions | Should -Match 'NOPERM'
    }
}

Describe 'Get-RedisInfo' {
    It 'has typed values' {
        (Get-RedisInfo memory | Where-Object Name -EQ used_memory).Value | Should -BeOfType long
        (Get-RedisInfo keyspace | Where-Object Name -EQ db0).Value.keys | Should -Be 1
    }

    It 'takes several sections' { (Get-RedisInfo memory, stats | Group-Object Section).Name | Should -Be Memory, Stats }

    It 'is one dictionary with -AsHashtable' { (Get-RedisInfo -AsHashtable).Memory.used_memory | Should -BeGreaterThan 0 }

    It 'is the server''s text with -Raw' { Get-RedisInfo server -Raw | Should -Match '^# Server' }

    It 'reports a section that is not there' {
        Get-RedisInfo nonsense -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'InfoSectionNotFound,*'
    }

    It 'names the missing right' {
        Get-RedisInfo -Connection few -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'CommandNotPermitted,*'
        $failure.CategoryInfo.Category | Should -Be PermissionDenied
    }

    It 'goes on with the other servers' {
        $found = Get-RedisInfo server -Connection few, full -ErrorAction SilentlyContinue -ErrorVariable failures
        $found[0].ConnectionName | Should -Be full
        $failures | Should -HaveCount 1
    }

    It 'completes sections' {
        (TabExpansion2 'Get-RedisInfo mem' 17).CompletionMatches.CompletionText | Should -Be memory
    }
}

Describe 'Get-RedisCapability' {
    It 'knows the product, the version and the user' {
        $capability = Get-RedisCapability
        $capability.Version | Should -BeOfType version
        $capability.AclUser | Should -Be default
        $capability.Commands | Should -Contain GET
        $capability.CommandRules | Should -Match '\+@all'
    }

    It 'answers about one feature' { (Get-RedisCapability Unlink).IsSupported | Should -BeTrue }

    It 'reports a feature that it does not know' {
        Get-RedisCapability Nonsense -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'FeatureNotFound,*'
    }

    It 'works for a user with few rights' { (Get-RedisCapability -Connection few).AclUser | Should -Be few }
}

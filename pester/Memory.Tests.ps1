BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer -Setting 'user few on >few ~* &* +ping +get +select'
    $null = Connect-Redis $server.Endpoint -Name full
    $null = Connect-Redis "redis://few:few@$($server.Endpoint)" -Name few -NoDefault
    $null = Invoke-RedisCommand DEBUG POPULATE 5000 key 1000
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisMemoryStat' {
    It 'is one object with typed values and judgements' {
        $stat = Get-RedisMemoryStat
        $stat.Server | Should -Be $server.Endpoint
        $stat.UsedBytes | Should -BeOfType long
        $stat.KeyCount | Should -Be 5000
        $stat.Verdicts.Name | Should -Contain Fragmentation
        $stat.Status | Should -BeOfType ([RedisPS.Core.Memory.VerdictLevel])
    }

    It 'says nothing about fragmentation of a small server' {
        $stat = Get-RedisMemoryStat
        $stat.FragmentationRatio | Should -BeNullOrEmpty
        ($stat.Verdicts | Where-Object Name -EQ Fragmentation).Level | Should -Be NotApplicable
    }

    It 'takes connections from the pipeline, and goes on after one that may not' {
        $found = Get-RedisConnection | Get-RedisMemoryStat -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.ConnectionName | Should -Be full
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotPermitted,*'
    }
}

Describe 'Set-RedisMaxMemory' {
    AfterEach {
        $null = Set-RedisMaxMemory -Unlimited -WarningAction Ignore
        $null = Set-RedisEvictionPolicy noeviction -Force -WarningAction Ignore
    }

    It 'takes <Given>' -ForEach @(
        @{ Given = '1gb'; Bytes = 1GB }
        @{ Given = '1g'; Bytes = 1000000000 }
        @{ Given = 1GB; Bytes = 1GB }
    ) {
        $result = Set-RedisMaxMemory $Given
        $result.MaxMemoryBytes | Should -Be $Bytes
        $result.PreviousBytes | Should -Be 0
        $result.Changed | Should -BeTrue
        (Get-RedisMaxMemory).MaxMemoryBytes | Should -Be $Bytes
    }

    It 'changes nothing the second time' {
        $null = Set-RedisMaxMemory 1gb
        (Set-RedisMaxMemory 1gb).Changed | Should -BeFalse
    }

    It 'warns of what would be lost, and changes it only with -Force' {
        $null = Set-RedisEvictionPolicy allkeys-lru
        Set-RedisMaxMemory 3mb -WhatIf
        (Get-RedisMaxMemory).IsUnlimited | Should -BeTrue
        $null = Set-RedisMaxMemory 3mb -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -Match 'of 5,000 keys will be evicted'
        (Get-RedisMaxMemory).MaxMemoryBytes | Should -Be 3MB
    }

    It 'takes a share of the machine' { (Set-RedisMaxMemory -PercentOfSystem 50).PercentOfSystem | Should -Be 50 }
}

Describe 'Get-RedisEvictionPolicy, Set-RedisEvictionPolicy' {
    It 'lists what the server knows, the current one marked' {
        $list = Get-RedisEvictionPolicy -List
        $list.Name | Should -Contain volatile-ttl
        ($list | Where-Object IsCurrent).Name | Should -Be noeviction
        $list.Description | Should -Not -BeNullOrEmpty
    }

    It 'says what was before' {
        $result = Set-RedisEvictionPolicy allkeys-lfu -MaxMemorySamples 7
        $result.Previous | Should -Be noeviction
        $result.MaxMemorySamples | Should -Be 7
        (Get-RedisEvictionPolicy).Name | Should -Be allkeys-lfu
        $null = Set-RedisEvictionPolicy noeviction -MaxMemorySamples 5
    }

    It 'warns of a policy that has nothing to evict' {
        Set-RedisEvictionPolicy volatile-lru -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings | Should -Match 'No key has an expiry'
        $null = Set-RedisEvictionPolicy noeviction
    }

    It 'refuses what the server does not know' {
        Set-RedisEvictionPolicy lru -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ConfigInvalidValue,*'
        $failure[0].Exception.Message | Should -Match 'allkeys-lru'
    }

    It 'completes policies, with what they do' {
        $found = (TabExpansion2 'Set-RedisEvictionPolicy volatile-' 33).CompletionMatches
        $found.CompletionText | Should -Contain volatile-ttl
        $found[0].ToolTip | Should -Match 'Evict keys'
    }
}

Describe 'Optimize-RedisMemory' {
    It 'shows before and after' {
        $result = Optimize-RedisMemory
        $result.Purged | Should -BeTrue
        $result.ResidentBytesBefore | Should -BeGreaterThan 0
        $result.ResidentBytes | Should -BeGreaterThan 0
    }

    It 'does nothing with -WhatIf' { Optimize-RedisMemory -ActiveDefrag On -WhatIf | Should -BeNullOrEmpty }
}

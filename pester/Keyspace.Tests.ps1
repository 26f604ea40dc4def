BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name k

    function Initialize-TestKey {
        $null = Invoke-RedisCommand FLUSHALL -Confirm:$false
        $null = Invoke-RedisCommand MSET 'user:1' ann 'user:2' bob 'job:1' x
    }

    # Names that scripts stumble over, as bytes.
    $odd = @(
        , [byte[]]@(0xff, 0x00, 0x2a)
        , [Text.Encoding]::UTF8.GetBytes("line`nbreak")
        , [Text.Encoding]::UTF8.GetBytes('glob*[a]')
        , [Text.Encoding]::UTF8.GetBytes("it's ""quoted""")
        , [Text.Encoding]::UTF8.GetBytes(' ')
        , [byte[]]@()
    )
    function Initialize-OddKey {
        $null = Invoke-RedisCommand FLUSHALL -Confirm:$false
        foreach ($name in $odd) { $null = Invoke-RedisCommand SET -ArgumentList $name, 'x' }
    }
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisKey' {
    BeforeEach { Initialize-TestKey }

    It 'lists by pattern, from an argument and from the pipeline' {
        (Get-RedisKey 'user:*').Count | Should -Be 2
        ('user:*', 'job:*' | Get-RedisKey).Count | Should -Be 3
    }

    It 'lists nothing when nothing is piped in' { @() | Get-RedisKey | Should -BeNullOrEmpty }

    It 'says where each key is from' {
        $key = Get-RedisKey 'job:1'
        $key.Server | Should -Be $server.Endpoint
        $key.ConnectionName | Should -Be 'k'
    }

    It 'looks into the databases that are piped in' {
        $null = Invoke-RedisCommand SET there 1 -Database 3
        (Get-RedisDatabase | Get-RedisKey -NameOnly).Count | Should -Be 4
    }

    It 'writes an error with a stable id for a key that is missing, and goes on' {
        $found = Get-RedisKey -Key nope, 'job:1' -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Key | Should -Be 'job:1'
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyNotFound,*'
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'goes on from a cursor' {
        $null = Get-RedisKey -First 1 -CursorVariable position
        $position | Should -BeOfType [ulong]
    }

    It 'stops when the next command has enough' {
        (Get-RedisKey -NameOnly | Select-Object -First 1).Count | Should -Be 1
    }
}

Describe 'Names are bytes' {
    BeforeEach { Initialize-OddKey }

    It 'removes exactly what is piped in: <Name>' -ForEach @(
        @{ Name = 'keys'; Act = { Get-RedisKey | Remove-RedisKey } }
        @{ Name = 'names'; Act = { Get-RedisKey -NameOnly | Remove-RedisKey } }
        @{ Name = 'selected properties'; Act = { Get-RedisKey | Select-Object Key, KeyBytes | Remove-RedisKey } }
        @{ Name = 'an argument'; Act = { Remove-RedisKey (Get-RedisKey) } }
        @{ Name = 'times to live'; Act = { Get-RedisKey | Get-RedisTtl | Remove-RedisKey } }
        @{ Name = 'a copy through JSON'; Act = { Get-RedisKey | ConvertTo-Json | ConvertFrom-Json | ForEach-Object { , [byte[]] $_.KeyBytes } | ForEach-Object { Remove-RedisKey $_ } } }
    ) {
        (Get-RedisKey).Count | Should -Be 6
        $null = & $Act
        Get-RedisKey | Should -BeNullOrEmpty
    }

    It 'goes back to its database, and is text to look at' {
        $null = Invoke-RedisCommand SET plain x -Database 3
        $names = Get-RedisKey -NameOnly -Database 3
        "$names" | Should -BeExactly plain
        $names -eq 'plain' | Should -BeTrue
        $names.Key, $names.Database, $names.Length | Should -BeExactly 'plain', 3, 5
        Invoke-RedisCommand EXISTS $names -Database 3 | Should -Be 1
        ($names | Remove-RedisKey -PassThru).Database | Should -Be 3
        Test-RedisKey plain -Database 3 | Should -BeFalse
        (Get-RedisKey).Count | Should -Be 6
    }

    It 'renames one' {
        $null = Rename-RedisKey (Get-RedisKey | Where-Object IsBinary | Select-Object -First 1) plain
        Test-RedisKey plain | Should -BeTrue
    }
}

Describe 'Remove-RedisKey' {
    BeforeEach { Initialize-TestKey }

    It 'removes exactly the keys it is given, from <Name>' -ForEach @(
        @{ Name = 'an argument'; Act = { Remove-RedisKey user:1, user:2 } }
        @{ Name = 'the pipeline'; Act = { Get-RedisKey user:* | Remove-RedisKey } }
        @{ Name = 'a pattern'; Act = { Remove-RedisKey -Pattern user:* -Force } }
        @{ Name = 'a pattern, agreed beforehand'; Act = { Remove-RedisKey -Pattern user:* -Confirm:$false } }
    ) {
        (& $Act).Succeeded | Should -Be 2
        (Get-RedisKey).Key | Should -BeExactly 'job:1'
    }

    It 'changes nothing with -WhatIf, also beside -Force' {
        Get-RedisKey | Remove-RedisKey -WhatIf
        Remove-RedisKey -Pattern * -WhatIf -Force
        Get-RedisKey | Should -HaveCount 3
    }

    It 'obeys $WhatIfPreference' {
        $WhatIfPreference = $true
        Remove-RedisKey -Pattern * -Force
        $WhatIfPreference = $false
        Get-RedisKey | Should -HaveCount 3
    }

    It 'returns the names it removed with -PassThru' {
        (Get-RedisKey user:* | Remove-RedisKey -PassThru).Key | Sort-Object | Should -BeExactly 'user:1', 'user:2'
    }

    It 'keeps the plan in a file' {
        $path = Join-Path $TestDrive plan.jsonl
        $null = Remove-RedisKey -Pattern user:* -PlanPath $path -Confirm:$false
        Get-Content $path | Should -HaveCount 3
    }

    It 'does not hang where nobody can answer' {
        $manifest = (Get-Module RedisPS).Path -replace '\.dll$', '.psd1'
        $output = pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest'; `$null = Connect-Redis $($server.Endpoint); try { Remove-RedisKey -Pattern * } catch { `$_.FullyQualifiedErrorId }"
        $output | Should -BeLike 'ConfirmationNeeded,*'
        Get-RedisKey | Should -HaveCount 3
    }
}

Describe 'Times to live' {
    BeforeEach { Initialize-TestKey }

    It 'sets, shows and removes' {
        (Set-RedisTtl 5m 'user:1').Succeeded | Should -Be 1
        $ttl = Get-RedisTtl 'user:1'
        $ttl.State | Should -Be Expiring
        $ttl.TimeToLive.TotalSeconds | Should -BeGreaterThan 290
        $null = 'user:1' | Set-RedisTtl -Persist
        (Get-RedisTtl 'user:1').State | Should -Be Persistent
    }

    It 'takes <Value> for <Seconds> seconds' -ForEach @(
        @{ Value = 300; Seconds = 300 }
        @{ Value = '1h'; Seconds = 3600 }
        @{ Value = [timespan]::FromDays(1); Seconds = 86400 }
    ) {
        $null = Set-RedisTtl $Value 'user:1'
        (Get-RedisTtl 'user:1').TimeToLive.TotalSeconds | Should -BeGreaterThan ($Seconds - 10)
        (Get-RedisTtl 'user:1').TimeToLive.TotalSeconds | Should -BeLessOrEqual $Seconds
    }

    It 'refuses a time that removes the key' {
        { Set-RedisTtl 0 'user:1' } | Should -Throw -ErrorId 'TimeToLiveInvalid,*'
        Test-RedisKey 'user:1' | Should -BeTrue
    }

    It 'changes only what has none with -OnlyIfPersistent' {
        $null = Set-RedisTtl 1h 'user:1'
        $result = Find-RedisKey -NoExpiry -Pattern user:* | Set-RedisTtl 5m -OnlyIfPersistent
        $result.Succeeded | Should -Be 1
        (Get-RedisTtl 'user:1').TimeToLive.TotalMinutes | Should -BeGreaterThan 50
    }
}

Describe 'Rename-RedisKey and Copy-RedisKey' {
    BeforeEach { Initialize-TestKey }

    It 'renames and keeps the value' {
        $null = Rename-RedisKey 'job:1' 'job:one'
        Invoke-RedisCommand GET 'job:one' | Should -Be x
    }

    It 'leaves a name alone that is taken' {
        Rename-RedisKey 'user:1' 'user:2' -IfNotExists -ErrorAction SilentlyContinue -ErrorVariable failure | Out-Null
        Copy-RedisKey 'user:1' 'user:2' -ErrorAction SilentlyContinue -ErrorVariable +failure | Out-Null
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyExists,*'
        Invoke-RedisCommand GET 'user:2' | Should -Be bob
    }

    It 'replaces a prefix' {
        (Rename-RedisKey -From user: -To person: -Force -PassThru).Key | Sort-Object | Should -BeExactly 'person:1', 'person:2'
    }

    It 'copies to another database' {
        (Get-RedisKey user:* | Copy-RedisKey -DestinationDatabase 1).Succeeded | Should -Be 2
        (Get-RedisKey -Database 1).Count | Should -Be 2
    }
}

Describe 'Find-RedisKey and Test-RedisKey' {
    BeforeEach { Initialize-TestKey }

    It 'finds the largest' {
        $null = Invoke-RedisCommand SET big ('x' * 5000)
        (Find-RedisKey -Largest 1).Key | Should -Be big
    }

    It 'answers for each key' { Test-RedisKey 'user:1', nope, 'job:1' | Should -Be $true, $false, $true }

    It 'keeps what exists' { ('user:1', 'nope' | Test-RedisKey -PassThru).Key | Should -Be 'user:1' }
}

Describe 'Tab' {
    BeforeEach { Initialize-TestKey }

    It 'completes keys' {
        $line = 'Get-RedisValue us'
        ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.CompletionText | Should -Be 'user:1', 'user:2'
    }

    It 'completes times to live' {
        $line = 'Set-RedisTtl -TimeToLive '
        ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.CompletionText | Should -Be '1m', '5m', '1h', '1d', '1w'
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer -Setting 'user few on >few ~* &* +@all -config'
    $null = Connect-Redis $server.Endpoint -Name full
    $null = Connect-Redis "redis://few:few@$($server.Endpoint)" -Name few -NoDefault
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisConfig' {
    It 'has typed values' {
        (Get-RedisConfig maxmemory).Value | Should -BeOfType long
        (Get-RedisConfig appendonly).Value | Should -BeFalse
        (Get-RedisConfig maxmemory-policy).Value | Should -Be noeviction
        (Get-RedisConfig timeout).Unit | Should -Be seconds
        (Get-RedisConfig databases).IsMutable | Should -BeFalse
    }

    It 'takes wildcards' { (Get-RedisConfig maxmemory*, hz).Name | Should -Contain maxmemory-samples }

    It 'masks secrets unless asked' {
        $null = Set-RedisConfig masterauth s3cr3t
        (Get-RedisConfig masterauth).Value | Should -Be '***'
        (Get-RedisConfig masterauth -IncludeSensitive).Value | Should -Be s3cr3t
        Get-RedisConfig | Out-String | Should -Not -Match s3cr3t
        $null = Set-RedisConfig masterauth $null
    }

    It 'names the missing right' {
        Get-RedisConfig timeout -Connection few -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'CommandNotPermitted,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'ACL SETUSER few \+config\|get'
    }

    It 'reports a setting that is not there' {
        Get-RedisConfig nonsense -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigUnknown,*'
    }
}

Describe 'Set-RedisConfig' {
    AfterEach { $null = Set-RedisConfig -Setting @{ timeout = 0; maxmemory = 0; requirepass = '' } -Force -WarningAction SilentlyContinue }

    It 'returns what was before and what is now' {
        $change = Set-RedisConfig timeout 5
        $change.Previous | Should -Be 0
        $change.Value | Should -Be 5
        $change.Changed | Should -BeTrue
        $change.Persisted | Should -BeFalse
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a number with a unit'; Value = { 100MB }; Expected = 104857600 }
        @{ Name = 'a fraction'; Value = { 1.5GB }; Expected = 1610612736 }
        @{ Name = 'a text'; Value = { '1gb' }; Expected = 1073741824 }
    ) {
        (Set-RedisConfig maxmemory (& $Value)).Value | Should -Be $Expected
    }

    It 'takes a time span' { (Set-RedisConfig timeout ([timespan]::FromMinutes(2))).Value | Should -Be 120 }

    It 'takes a credential and does not show it' {
        $credential = [pscredential]::new('default', (ConvertTo-SecureString 'pass-word-1' -AsPlainText -Force))
        $change = Set-RedisConfig requirepass $credential -Force -WarningVariable warning -WarningAction SilentlyContinue
        $change.Value | Should -Be '***'
        $warning | Should -Match 'masterauth'
        (Get-RedisConfig requirepass -IncludeSensitive).Value | Should -Be 'pass-word-1'
    }

    It 'changes all or nothing' {
        Set-RedisConfig -Setting @{ timeout = 9; 'maxmemory-policy' = 'nonsense' } -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigInvalidValue,*'
        $failure.Exception.Message | Should -Match 'allkeys-lru'
        (Get-RedisConfig timeout).Value | Should -Be 0
    }

    It 'maps <Setting> to <Id>' -ForEach @(
        @{ Setting = 'databases'; Id = 'ConfigImmutable'; Category = 'InvalidOperation' }
        @{ Setting = 'dir'; Id = 'ConfigProtected'; Category = 'SecurityError' }
        @{ Setting = 'nonsense'; Id = 'ConfigUnknown'; Category = 'ObjectNotFound' }
    ) {
        Set-RedisConfig $Setting 3 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
    }

    It 'changes nothing with -WhatIf' {
        Set-RedisConfig timeout 5 -WhatIf | Should -BeNullOrEmpty
        (Get-RedisConfig timeout).Value | Should -Be 0
    }

    It 'takes what Get-RedisConfig gives' {
        $null = Set-RedisConfig timeout 5
        $before = Get-RedisConfig timeout, maxmemory
        $null = Set-RedisConfig -Setting @{ timeout = 6; maxmemory = '1gb' }
        ($before | Set-RedisConfig).Changed | Should -Be $true, $true
        (Get-RedisConfig timeout).Value | Should -Be 5
    }

    It 'is undone unless confirmed' {
        $change = Set-RedisConfig timeout 5 -RevertAfter 1s
        $change.RevertsAt | Should -BeGreaterThan ([DateTimeOffset]::Now)
        (Get-RedisPendingChange).Changes | Should -Be timeout
        foreach ($try in 1..60) { if (-not (Get-RedisPendingChange)) { break }; Start-Sleep -Milliseconds 100 }
        (Get-RedisConfig timeout).Value | Should -Be 0
        (Get-RedisPendingChange -All)[-1].State | Should -Be Reverted
        Confirm-RedisChange -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'PendingChangeNotFound,*'
    }

    It 'stays when confirmed, from the pipeline' {
        $null = Set-RedisConfig timeout 5 -RevertAfter 1m
        (Get-RedisPendingChange | Confirm-RedisChange).State | Should -Be Confirmed
        (Get-RedisConfig timeout).Value | Should -Be 5
    }
}

Describe 'A session of its own' {
    It 'leaves no unconfirmed change behind when <Name>' -ForEach @(
        @{ Name = 'it ends'; End = 'exit 0' }
        @{ Name = 'the module is removed'; End = 'Remove-Module RedisPS; [Environment]::FailFast("killed")' }
    ) {
        $manifest = (Get-Module RedisPS).Path -replace 'dll$', 'psd1'
        $line = "Import-Module '$manifest'; `$null = Connect-Redis $($server.Endpoint); `$null = Set-RedisConfig timeout 77 -RevertAfter 600; $End"
        & (Get-Process -Id $PID).Path -NoProfile -Command $line 2>&1 | Out-Null
        (Get-RedisConfig timeout).Value | Should -Be 0
    }
}

Describe 'Save-RedisConfig' {
    It 'writes the file and says what was different' {
        $null = Set-RedisConfig hz 17
        $save = Save-RedisConfig
        $save.Saved | Should -BeTrue
        $save.Verified | Should -BeTrue
        ($save.Changes | Where-Object Name -EQ hz).Running | Should -Be 17
        Get-Content $save.ConfigFile | Should -Contain 'hz 17'
    }
}

Describe 'Completion' {
    It 'completes <Line>' -ForEach @(
        @{ Line = 'Get-RedisConfig maxmemory-p'; Expected = 'maxmemory-policy' }
        @{ Line = 'Set-RedisConfig appendonly '; Expected = 'yes', 'no' }
        @{ Line = 'Set-RedisConfig appendfsync a'; Expected = 'always' }
        @{ Line = 'Set-RedisConfig maxmemory-policy allkeys-r'; Expected = 'allkeys-random' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Be $Expected
    }
}

Describe 'Export-RedisConfig and Compare-RedisConfig' {
    It 'writes <Name>, which compares as equal' -ForEach @(
        @{ Name = 'c.conf' }
        @{ Name = 'c.json' }
        @{ Name = 'c.psd1' }
    ) {
        $file = Export-RedisConfig (Join-Path $TestDrive $Name)
        $file.FullName | Should -Exist
        Compare-RedisConfig $file.FullName | Should -BeNullOrEmpty
        { Export-RedisConfig $file.FullName -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
    }

    It 'writes data that PowerShell reads to the same values' {
        (Import-PowerShellDataFile (Export-RedisConfig (Join-Path $TestDrive d.psd1)).FullName).maxclients | Should -Be (Get-RedisConfig maxclients).Value
    }

    It 'shows what is different' {
        $path = (Export-RedisConfig (Join-Path $TestDrive e.json)).FullName
        $null = Set-RedisConfig timeout 9
        try { (Compare-RedisConfig $path | Where-Object Difference -EQ Different).Name | Should -Be timeout }
        finally { $null = Set-RedisConfig timeout 0 }
    }
}

Describe 'New-RedisConfigFile' {
    It 'writes the profile and what is given' {
        $path = (New-RedisConfigFile (Join-Path $TestDrive n.conf) Cache -Setting ([ordered]@{ maxmemory = 64mb; save = '900 1', '300 10' })).FullName
        $path | Should -FileContentMatch '^maxmemory 67108864$'
        $path | Should -FileContentMatch '^save 900 1 300 10$'
        $path | Should -FileContentMatch '^maxmemory-policy allkeys-lru$'
    }
}

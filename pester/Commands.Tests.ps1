BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name c
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Invoke-RedisCommand' {
    BeforeEach { $null = Invoke-RedisCommand FLUSHALL }

    It 'takes arguments as <Form>' -ForEach @(
        @{ Form = 'a list'; Act = { Invoke-RedisCommand MSET 'user:1', 'ann' } }
        @{ Form = 'words'; Act = { Invoke-RedisCommand SET user:1 ann } }
        @{ Form = 'one list'; Act = { Invoke-RedisCommand 'SET', 'user:1', 'ann' } }
        @{ Form = '-ArgumentList'; Act = { Invoke-RedisCommand SET -ArgumentList 'user:1', 'ann' } }
        @{ Form = 'a line'; Act = { Invoke-RedisCommand -CommandLine 'SET "user:1" ann' } }
        @{ Form = 'a hashtable'; Act = { Invoke-RedisCommand MSET @{ 'user:1' = 'ann' } } }
    ) {
        & $Act | Should -Be OK
        Invoke-RedisCommand GET user:1 | Should -Be ann
    }

    It 'sends exactly the argument <Text>' -ForEach @(
        @{ Text = '' }, @{ Text = ' ' }, @{ Text = "a`r`nb" }, @{ Text = 'it''s "q"' }, @{ Text = '$(x) `n' }, @{ Text = "gr$([char]0xfc)n" }
    ) {
        $null = Invoke-RedisCommand SET k $Text
        Invoke-RedisCommand GET k | Should -BeExactly $Text
    }

    It 'keeps bytes' {
        $null = Invoke-RedisCommand SET ([byte[]](255, 0)) ([byte[]](1, 254))
        Invoke-RedisCommand DBSIZE | Should -Be 1
        $value = Invoke-RedisCommand GET ([byte[]](255, 0)) -AsByteArray
        , $value | Should -BeOfType byte[]
        $value | Should -Be 1, 254
    }

    It 'types replies' {
        Invoke-RedisCommand INCR n | Should -BeOfType long
        $null = Invoke-RedisCommand HSET h a 1 A 2
        $hash = Invoke-RedisCommand HGETALL h
        $hash['a'] | Should -Be 1
        $hash['A'] | Should -Be 2
        $null = Invoke-RedisCommand ZADD z 1.5 m
        Invoke-RedisCommand ZSCORE z m | Should -BeOfType double
        Invoke-RedisCommand GET missing | Should -BeNullOrEmpty
    }

    It 'gives the same over RESP2' {
        $null = Connect-Redis $server.Endpoint -Protocol Resp2 -Name two -NoDefault
        $null = Invoke-RedisCommand HSET h a 1
        $null = Invoke-RedisCommand ZADD z 1.5 m
        (Invoke-RedisCommand HGETALL h -Connection two)['a'] | Should -Be 1
        Invoke-RedisCommand ZSCORE z m -Connection two | Should -BeOfType double
        (Invoke-RedisCommand CONFIG GET maxmemory -Connection two)['maxmemory'] | Should -Be 0
    }

    It 'runs once for each input' {
        $null = Invoke-RedisCommand MSET a 1 b 2
        'a', 'b' | Invoke-RedisCommand GET | Should -Be 1, 2
    }

    It 'returns -DefaultValue for nil and for failures' {
        Invoke-RedisCommand GET missing -DefaultValue none | Should -Be none
        $null = Invoke-RedisCommand SET text x
        Invoke-RedisCommand INCR text -DefaultValue 0 -WarningAction SilentlyContinue | Should -Be 0
    }

    It 'changes nothing with -WhatIf' {
        Invoke-RedisCommand SET k v -WhatIf
        Invoke-RedisCommand NOSUCHCOMMAND x -WhatIf
        Invoke-RedisCommand DBSIZE | Should -Be 0
    }

    It 'reads also with -WhatIf' { Invoke-RedisCommand PING -WhatIf | Should -Be PONG }

    It 'turns <Text> into <Id>' -ForEach @(
        @{ Text = 'NOSUCHCOMMAND'; Id = 'CommandUnavailable' }
        @{ Text = 'LPUSH s x'; Id = 'WrongType' }
        @{ Text = 'GET'; Id = 'WrongArgumentCount' }
        @{ Text = 'CONFIG SET databases 3'; Id = 'ConfigImmutable' }
        @{ Text = 'CONFIG SET nonsense 3'; Id = 'ConfigUnknown' }
        @{ Text = 'CONFIG SET maxmemory-policy x'; Id = 'ConfigInvalidValue' }
        @{ Text = 'EXPIRE s 1 NX GT'; Id = 'ConditionConflict' }
        @{ Text = 'RESTORE r 0 x'; Id = 'PayloadIncompatible' }
        @{ Text = 'SELECT 3'; Id = 'CommandNotShared' }
        @{ Text = 'GET "open'; Id = 'SettingInvalid' }
    ) {
        $null = Invoke-RedisCommand SET s x
        Invoke-RedisCommand -CommandLine $Text -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'goes to another database for one call' {
        $null = Invoke-RedisCommand SET k v -Database 7
        Invoke-RedisCommand EXISTS k | Should -Be 0
        Invoke-RedisCommand EXISTS k -Database 7 | Should -Be 1
    }

    It 'completes commands' {
        (TabExpansion2 'Invoke-RedisCommand HGETA' 25).CompletionMatches.CompletionText | Should -Be HGETALL
    }
}

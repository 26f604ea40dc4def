BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name v
    $null = Invoke-RedisCommand SET text hello
    $null = Invoke-RedisCommand SET json '{"a":{"b":42}}'
    $null = Invoke-RedisCommand RPUSH list (1..100)
    $null = Invoke-RedisCommand -CommandLine 'HSET hash a 1 A 2'
    $null = Invoke-RedisCommand -CommandLine 'ZADD zset 1.5 m'
    $null = Invoke-RedisCommand -CommandLine 'XADD stream 1-1 f v'
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'Get-RedisValue' {
    It 'shows text' { (Get-RedisValue text).Value | Should -BeExactly hello }

    It 'keeps upper and lower case of fields apart' {
        $value = (Get-RedisValue hash).Value
        $value['a'] | Should -Be 1
        $value['A'] | Should -Be 2
    }

    It 'cuts a long list and says so' {
        $value = Get-RedisValue list -MaxItems 3
        $value.Value | Should -HaveCount 3
        $value.IsTruncated | Should -BeTrue
        $value.Length | Should -Be 100
    }

    It 'shows scores and stream entries' {
        (Get-RedisValue zset).Value[0].Score | Should -Be 1.5
        (Get-RedisValue stream).Value[0].Id | Should -Be '1-1'
    }

    It 'shows bytes and JSON as asked' {
        (Get-RedisValue text -As Hex).Value | Should -Be 68656c6c6f
        (Get-RedisValue json -As Json).Value.a.b | Should -Be 42
    }

    It 'takes keys from the pipeline' { (Get-RedisKey | Get-RedisValue).Count | Should -Be 6 }

    It 'writes an error for a key that is missing' {
        Get-RedisValue nope -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'KeyNotFound,*'
    }
}

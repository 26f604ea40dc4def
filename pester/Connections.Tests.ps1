BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $hardened = Start-TestServer -Setting 'requirepass distinctive-7391', 'user few on >distinctive-few ~cache:* +@read +ping -info'
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
    Stop-TestServer $hardened
}

Describe 'Connect-Redis' {
    AfterEach { Disconnect-Redis -All }

    It 'takes <Form>' -ForEach @(
        @{ Form = 'a URL'; Act = { Connect-Redis "redis://$($server.Endpoint)/3" }; Database = 3 }
        @{ Form = 'host:port'; Act = { Connect-Redis $server.Endpoint }; Database = 0 }
        @{ Form = 'a connection string'; Act = { Connect-Redis "$($server.Endpoint),defaultDatabase=2,abortConnect=false" }; Database = 2 }
        @{ Form = '-ConnectionString'; Act = { Connect-Redis -ConnectionString "$($server.Endpoint),defaultDatabase=2" }; Database = 2 }
        @{ Form = '-HostName and -Port'; Act = { Connect-Redis -HostName 127.0.0.1 -Port $server.Port -Database 1 }; Database = 1 }
    ) {
        $connection = & $Act
        $connection.Server | Should -Be $server.Endpoint
        $connection.Database | Should -Be $Database
        $connection.IsConnected | Should -BeTrue
        $connection.IsDefault | Should -BeTrue
    }

    It 'reads a configuration file, and parameters go before it' {
        $file = Join-Path $TestDrive redis.json
        @{ redis_host = '127.0.0.1'; redis_port = $server.Port; redis_db = 4; redis_ssl = $false } | ConvertTo-Json | Set-Content $file
        (Connect-Redis -ConfigFile $file).Database | Should -Be 4
        $connection = Connect-Redis -ConfigFile $file -Database 5 -Name over
        $connection.Database | Should -Be 5
        (Get-RedisConnection over -ShowSource | Where-Object Setting -EQ Database).Source | Should -Be 'parameter -Database'
        (Get-RedisConnection over -ShowSource | Where-Object Setting -EQ HostName).Source | Should -Be 'redis.json: redis_host'
    }

    It 'reads an environment file' {
        $file = Join-Path $TestDrive .env
        "REDIS_URL=redis://$($server.Endpoint)/6" | Set-Content $file
        (Connect-Redis -EnvironmentFile $file).Database | Should -Be 6
    }

    It 'reads the environment, and says so' {
        $env:REDIS_HOST = '127.0.0.1'
        $env:REDIS_PORT = $server.Port
        try {
            $null = Connect-Redis -Name e
            (Get-RedisConnection e -ShowSource | Where-Object Setting -EQ Port).Source | Should -Be 'environment REDIS_PORT'
        }
        finally { Remove-Item Env:REDIS_HOST, Env:REDIS_PORT }
    }

    It 'takes a password from <Form>' -ForEach @(
        @{ Form = 'a credential'; Act = { Connect-Redis $hardened.Endpoint -Credential ([pscredential]::new('default', (ConvertTo-SecureString distinctive-7391 -AsPlainText -Force))) } }
        @{ Form = 'a file'; Act = { 'distinctive-7391' | Set-Content (Join-Path $TestDrive pw); Connect-Redis $hardened.Endpoint -PasswordFile (Join-Path $TestDrive pw) } }
        @{ Form = 'REDISCLI_AUTH'; Act = { $env:REDISCLI_AUTH = 'distinctive-7391'; try { Connect-Redis $hardened.Endpoint } finally { Remove-Item Env:REDISCLI_AUTH } } }
        @{ Form = 'the URL'; Act = { Connect-Redis "redis://:distinctive-7391@$($hardened.Endpoint)" } }
    ) {
        (& $Act).IsConnected | Should -BeTrue
        Invoke-RedisCommand PING | Should -Be PONG
    }

    It 'shows no password anywhere' {
        $text = & {
            Connect-Redis "redis://:distinctive-7391@$($hardened.Endpoint)" -Name right -Verbose
            foreach ($uri in "redis://:distinctive-wrong@$($hardened.Endpoint)", "redis://few:distinctive/slash@$($hardened.Endpoint)") {
                try { Connect-Redis $uri -Verbose } catch { $_ | Format-List * -Force; $_.Exception.ToString() }
            }
            Connect-Redis "$($hardened.Endpoint),password=distinctive-7391,fancy=distinctive" -Name string -Verbose
            Get-RedisConnection | Format-List *
            Get-RedisConnection | ConvertTo-Json -Depth 4 -WarningAction Ignore
            Get-RedisConnection -ShowSource | Format-List *
            Get-RedisConnection right | ForEach-Object { "$_" }
            Invoke-RedisCommand AUTH distinctive-7391 -Verbose
            Invoke-RedisCommand CONFIG SET requirepass distinctive-new -WhatIf
            Invoke-RedisCommand ACL SETUSER x '>distinctive-x' nonsense -Verbose
        } *>&1 | Out-String -Width 4000
        $text += $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 4000; $_.Exception.ToString() }
        # What the user typed is the shell's; everything after it is ours.
        ($text -split "`n" | Where-Object { $_ -notmatch '^\s*(\d+ )?\|' -and $_ -notmatch 'Line  |Connect-Redis "|Invoke-RedisCommand [AC]|PositionMessage' }) -join "`n" |
            Should -Not -Match 'distinctive'
    }

    It 'names stage and remedy when <Case>' -ForEach @(
        @{ Case = 'nothing listens'; Id = 'TcpFailed'; Act = { Connect-Redis "127.0.0.1:$(Get-FreePort)" } }
        @{ Case = 'the password is missing'; Id = 'NotAuthenticated|AuthenticationFailed'; Act = { Connect-Redis $hardened.Endpoint } }
        @{ Case = 'the password is wrong'; Id = 'WrongPassword|AuthenticationFailed'; Act = { Connect-Redis "redis://:x@$($hardened.Endpoint)" } }
        @{ Case = 'TLS meets a plain port'; Id = 'TlsFailed'; Act = { Connect-Redis $server.Endpoint -Tls } }
        @{ Case = 'the URL is of Sentinel'; Id = 'SettingInvalid'; Act = { Connect-Redis redis-sentinel://h/m } }
        @{ Case = 'the database does not exist'; Id = 'DatabaseUnavailable'; Act = { Connect-Redis $server.Endpoint -Database 99 } }
    ) {
        $failure = $null
        try { $null = & $Act } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -Match "^($Id),"
        "$($failure.ErrorDetails.RecommendedAction)$($failure.Exception.Message)" | Should -Not -BeNullOrEmpty
        Get-RedisConnection | Should -BeNullOrEmpty
    }

    It 'goes on with the next of several when one fails' {
        $made = "127.0.0.1:$(Get-FreePort)", $server.Endpoint | Connect-Redis -ErrorAction SilentlyContinue -ErrorVariable failures
        $made.Server | Should -Be $server.Endpoint
        $failures | Should -HaveCount 1
    }

    It 'understands durations, and a bare number is seconds' {
        $null = Connect-Redis $server.Endpoint -OperationTimeout 5 -ConnectTimeout 1500ms
        $setting = Get-RedisConnection -ShowSource
        ($setting | Where-Object Setting -EQ OperationTimeout).Value | Should -Be 5s
        ($setting | Where-Object Setting -EQ ConnectTimeout).Value | Should -Be 1s500ms
    }

    It 'refuses writes with -ReadOnly' {
        $null = Connect-Redis $server.Endpoint -ReadOnly
        Invoke-RedisCommand SET readonly:k v -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        Invoke-RedisCommand EXISTS readonly:k | Should -Be 0
    }
}

Describe 'The connections of a session' {
    BeforeEach {
        Disconnect-Redis -All
        $null = Connect-Redis $server.Endpoint -Name one
        $null = Connect-Redis $server.Endpoint -Name two -NoDefault
    }

    It 'keeps the first as current with -NoDefault' { (Get-RedisConnection -Default).Name | Should -Be one }

    It 'selects by name and by object' {
        Select-RedisConnection two
        (Get-RedisConnection -Default).Name | Should -Be two
        Get-RedisConnection one | Select-RedisConnection
        (Get-RedisConnection -Default).Name | Should -Be one
    }

    It 'finds by wildcard, and reports a name that is not there' {
        (Get-RedisConnection t*).Name | Should -Be two
        Get-RedisConnection none -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConnectionNotFound,*'
    }

    It 'closes what is piped while it is listed' {
        Get-RedisConnection | Disconnect-Redis
        Get-RedisConnection | Should -BeNullOrEmpty
    }

    It 'chooses no other server by itself when the current one is closed' {
        Disconnect-Redis
        { Get-RedisServer } | Should -Throw -ErrorId 'NotConnected,*'
        (Get-RedisServer -Connection two).ConnectionName | Should -Be two
    }

    It 'counts' {
        $null = Invoke-RedisCommand PING
        (Get-RedisConnection one -IncludeCounter).SentCommands | Should -BeGreaterThan 0
    }

    It 'completes names' {
        (TabExpansion2 'Get-RedisServer -Connection t' 29).CompletionMatches.CompletionText | Should -Be two
    }

    It 'can be used by parallel runspaces' {
        $connection = Get-RedisConnection one
        $module = (Get-Module RedisPS).Path
        1..3 | ForEach-Object -Parallel { Import-Module $using:module; Invoke-RedisCommand PING -Connection $using:connection } | Should -Be PONG, PONG, PONG
    }

    It 'returns when stopped while the server is blocked' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module RedisPS).Path)'; `$null = Connect-Redis $($server.Endpoint); 'ready'; Invoke-RedisCommand DEBUG SLEEP 5")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        while (-not $output.Count -and $shell.InvocationStateInfo.State -eq 'Running') { Start-Sleep -Milliseconds 20 }
        $output[0] | Should -Be ready
        Start-Sleep -Milliseconds 300

        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $socket = [Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port)
        try {
            $socket.GetStream().Write([Text.Encoding]::ASCII.GetBytes("PING`r`n"))
            Start-Sleep -Milliseconds 200
            $socket.Available | Should -Be 0
            [IO.StreamReader]::new($socket.GetStream()).ReadLine() | Should -Be '+PONG'
        }
        finally { $socket.Dispose() }
    }
}

Describe 'Test-RedisConnection' {
    AfterAll { Disconnect-Redis -All }

    It 'reports every stage' {
        (Test-RedisConnection $server.Endpoint -Detailed).Stage | Should -Be Resolve, Tcp, Tls, Auth, Ping, Role, Loading
    }

    It 'says where it fails, and what to do' {
        $test = Test-RedisConnection "127.0.0.1:$(Get-FreePort)"
        $test.Succeeded | Should -BeFalse
        $test.FailedStage | Should -Be Tcp
        $test.Advice | Should -Not -BeNullOrEmpty
    }

    It 'is only true or false with -Quiet' {
        Test-RedisConnection $server.Endpoint -Quiet | Should -BeTrue
        Test-RedisConnection $hardened.Endpoint -Quiet | Should -BeFalse
    }

    It 'tests what is piped' {
        Disconnect-Redis -All
        $null = Connect-Redis $server.Endpoint -Name piped
        (Get-RedisConnection | Test-RedisConnection).ConnectionName | Should -Be piped
    }
}

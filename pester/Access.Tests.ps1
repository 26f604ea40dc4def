BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $server = Start-TestServer
    $null = Connect-Redis $server.Endpoint -Name full
}

AfterAll {
    Disconnect-Redis -All
    Stop-TestServer $server
}

Describe 'New-RedisAclUser' {
    It 'makes a user from a template, and the second time nothing' {
        $password = New-RedisPassword
        (New-RedisAclUser shop -Template Application -KeyPattern 'shop:*' -Password $password).Changed | Should -BeTrue
        (New-RedisAclUser shop -Template Application -KeyPattern 'shop:*' -Password $password).Changed | Should -BeFalse
        Test-RedisAclPermission shop SET shop:1 x -Quiet | Should -BeTrue
        Test-RedisAclPermission shop SET other x -Quiet | Should -BeFalse
        (Test-RedisAclPermission shop FLUSHALL).Reason | Should -Match flushall
    }

    It 'logs in with the credential' {
        $credential = [pscredential]::new('tenant', (New-RedisPassword))
        $null = New-RedisAclUser -Credential $credential -Rule '+ping', '+info', '+command'
        (Connect-Redis $server.Endpoint -Credential $credential -Name tenant -NoDefault).User | Should -Be tenant
        Disconnect-Redis tenant
    }

    It 'leaves another user of the same name alone' {
        New-RedisAclUser shop -Rule '+@all' -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'AclUserExists,*'
    }

    It 'changes nothing with -WhatIf' {
        New-RedisAclUser ghost -Rule '+get' -WhatIf
        (Get-RedisAclUser).Name | Should -Not -Contain ghost
    }

    It 'says which rule the server does not know' {
        New-RedisAclUser ghost -Rule '+nosuch' -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'AclRuleInvalid,*'
    }
}

Describe 'Set-RedisAclUser' {
    It 'takes users from the pipeline, and says what they were' {
        $null = New-RedisAclUser app1 -Rule nopass
        $result = Get-RedisAclUser app* | Set-RedisAclUser -Disable
        $result.Previous.Enabled | Should -BeTrue
        $result.Current.Enabled | Should -BeFalse
        (Get-RedisAclUser app1).Flags | Should -Contain off
    }

    It 'says what was done to the own user, and that it may not look afterwards' {
        $password = New-RedisPassword
        $null = New-RedisAclUser own -Rule '+@all', '~*' -Password $password
        $null = Connect-Redis $server.Endpoint -Credential ([pscredential]::new('own', $password)) -Name own -NoDefault
        $next = New-RedisPassword
        $result = Set-RedisAclUser own -Rule '-acl' -Credential ([pscredential]::new('own', $next)) -Connection own -Force -ErrorVariable failure -WarningVariable warning -WarningAction SilentlyContinue
        $failure | Should -BeNullOrEmpty
        $result.Changed | Should -BeTrue
        $null -eq $result.Verified | Should -BeTrue
        $result.Note | Should -Match 'acl\|getuser'
        "$warning" | Should -Match 'not read back'
        (Get-RedisAclUser own).Rule | Should -Match '-acl'
        # The session has the new password: it can come back with it.
        $null = Invoke-RedisCommand CLIENT KILL USER own
        Invoke-RedisCommand PING -Connection own | Should -Be PONG
        Disconnect-Redis own
        $null = Remove-RedisAclUser own -Confirm:$false
    }

    It 'has hashes only where they are asked for' {
        $null = Set-RedisAclUser app1 -AddPassword (New-RedisPassword)
        (Get-RedisAclUser app1).PasswordHash | Should -BeNullOrEmpty
        (Get-RedisAclUser app1 -IncludePasswordHash).PasswordHash | Should -Match '^[0-9a-f]{64}$'
        (Get-RedisAclUser app1 -IncludePasswordHash | Out-String) | Should -Not -Match '[0-9a-f]{64}'
    }

    It 'warns before it locks the session out' {
        Set-RedisAclUser default -Disable -WhatIf -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Match 'no user would be left'
    }
}

Describe 'Set-RedisPassword' {
    It 'keeps the session, through a rotation, on all its connections' {
        $null = New-RedisAclUser boss -Rule '+@all ~* &* nopass'
        $old = Set-RedisPassword -Name boss -Generate -PassThru -Confirm:$false
        $null = Connect-Redis $server.Endpoint -Credential $old -Name one -NoDefault
        $null = Connect-Redis $server.Endpoint -Credential $old -Name two -NoDefault

        $new = Set-RedisPassword -Name boss -Generate -Rotate -PassThru -Connection one -Confirm:$false
        { Connect-Redis $server.Endpoint -Credential $old -Name third -NoDefault -ErrorAction Stop } | Should -Not -Throw
        (Set-RedisPassword -Name boss -CompleteRotation -Connection one -Confirm:$false).PasswordCount | Should -Be 1

        $null = Invoke-RedisCommand CLIENT KILL USER boss -Connection full
        Invoke-RedisCommand PING -Connection one, two | Should -Be PONG, PONG
        { Connect-Redis $server.Endpoint -Credential $old -Name fourth -NoDefault -ErrorAction Stop } | Should -Throw
        { Connect-Redis $server.Endpoint -Credential $new -Name fourth -NoDefault -ErrorAction Stop } | Should -Not -Throw
    }

    It 'does not make a password that nobody would know' {
        { Set-RedisPassword -Generate } | Should -Throw -ErrorId 'PasswordWouldBeLost,*'
    }
}

Describe 'Remove-RedisAclUser' {
    It 'removes one, and not the user of the connection' {
        (Remove-RedisAclUser app1 -Confirm:$false).Current | Should -BeNullOrEmpty
        Remove-RedisAclUser boss -Connection one -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'AclUserProtected,*'
    }

    It 'says that the own user was removed, and that nobody could look' {
        $password = New-RedisPassword
        $null = New-RedisAclUser own -Rule '+@all', '~*' -Password $password -Connection full
        $null = Connect-Redis $server.Endpoint -Credential ([pscredential]::new('own', $password)) -Name own -NoDefault
        $result = Remove-RedisAclUser own -Connection own -Force -Confirm:$false -ErrorVariable failure -WarningVariable warning -WarningAction SilentlyContinue
        $failure | Should -BeNullOrEmpty
        $result.Changed | Should -BeTrue
        $null -eq $result.Verified | Should -BeTrue
        "$warning" | Should -Match 'not read back'
        (Get-RedisAclUser -Connection full).Name | Should -Not -Contain own
        Disconnect-Redis own
    }
}

Describe 'Get-RedisAclLog' {
    It 'has the failed log-in, until it is cleared' {
        try { Connect-Redis "redis://nobody:wrong@$($server.Endpoint)" -NoDefault -ErrorAction Stop } catch { $null = $_ }
        (Get-RedisAclLog -Connection full | Where-Object Name -EQ nobody).Reason | Should -Be auth
        Clear-RedisAclLog -Connection full
        Get-RedisAclLog -Connection full | Should -BeNullOrEmpty
    }
}

Describe 'Get-RedisRequiredPermission' {
    It 'makes a rule that is enough' {
        $rule = Get-RedisRequiredPermission Connect-Redis, Get-RedisKey, Remove-RedisKey -AsRule -KeyPattern 'cache:*' -Connection full
        $password = New-RedisPassword
        $null = New-RedisAclUser cleaner -Rule $rule -Password $password -Connection full
        $null = Connect-Redis $server.Endpoint -Credential ([pscredential]::new('cleaner', $password)) -Name cleaner -NoDefault
        $null = Invoke-RedisCommand SET cache:1 x -Connection full
        Get-RedisKey 'cache:*' -Connection cleaner | Remove-RedisKey -Force
        Get-RedisKey 'cache:*' -Connection full | Should -BeNullOrEmpty
    }

    It 'says what the user of a connection lacks, and nothing where that is not known' {
        $all = Get-RedisRequiredPermission Set-RedisConfig, Get-RedisKey -Connection full | Where-Object Parameter -EQ ''
        $all.Missing | Should -BeNullOrEmpty
        $all[0].Unsupported | Should -BeNullOrEmpty
        $null -eq (Get-RedisRequiredPermission Get-RedisKey).Missing | Should -BeTrue
        $password = New-RedisPassword
        $null = New-RedisAclUser reader -Rule '+@read', '+command', '+acl|getuser', '+@connection', '+info', '~*' -Password $password -Connection full
        $null = Connect-Redis $server.Endpoint -Credential ([pscredential]::new('reader', $password)) -Name reader -NoDefault
        (Get-RedisRequiredPermission Get-RedisConfig -Connection reader).Missing | Should -Be '+config|get'
        (Get-RedisRequiredPermission Get-RedisKey -Connection reader).Missing.Count | Should -Be 0
        $null = Set-RedisAclUser reader -Rule '-acl' -Connection full
        $null -eq (Get-RedisRequiredPermission Get-RedisConfig -Connection reader).Missing | Should -BeTrue
    }

    It 'completes users, rules and templates' {
        (TabExpansion2 'Get-RedisAclUser sho' 20).CompletionMatches.CompletionText | Should -Be shop
        (TabExpansion2 'Set-RedisAclUser shop -Rule +@dang' 34).CompletionMatches.CompletionText | Should -Match dangerous
        (TabExpansion2 'New-RedisAclUser x -Template Mon' 32).CompletionMatches.CompletionText | Should -Be Monitor
    }
}

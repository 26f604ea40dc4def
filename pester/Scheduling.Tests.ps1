BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestServer.psm1) -Force
    Import-TestedModule
    $bin = New-Item -ItemType Directory (Join-Path $TestDrive bin)
    $crontab = Join-Path $TestDrive crontab.txt
    Set-Content (Join-Path $bin crontab) @"
#!/bin/sh
if [ "`$1" = -l ]; then cat '$crontab' 2>/dev/null || { echo 'no crontab for app' >&2; exit 1; }; else cat > '$crontab'; fi
"@
    chmod +x (Join-Path $bin crontab)
    $path = $env:PATH
    $env:PATH = "$bin$([IO.Path]::PathSeparator)$path"
}

AfterAll { $env:PATH = $path }

Describe 'Register-RedisTask' -Skip:$IsWindows {
    AfterEach { Remove-Item $crontab -ErrorAction Ignore }

    It 'makes a task that runs in this PowerShell with this module' {
        $task = Register-RedisTask nightly $TestDrive -At 03:00 -RetainDays 7 -As Cron -Confirm:$false
        $task.Changed | Should -BeTrue
        $task.ScheduleText | Should -Be 'every day at 03:00'
        $task.NextRun | Should -BeGreaterThan ([DateTimeOffset]::Now)
        $task.Command | Should -BeLike "*pwsh*Import-Module*RedisPS.psd1*Backup-Redis*-RetainDays 7*"
        (Register-RedisTask nightly $TestDrive -At 03:00 -RetainDays 7 -As Cron -Confirm:$false).Changed | Should -BeFalse
    }

    It 'shows what it would write with -Print' {
        Register-RedisTask weekly $TestDrive -Schedule '0 4 * * sun' -As Systemd -Print | Should -Match 'OnCalendar=Sun \*-\*-\* 04:00:00'
        ([xml](Register-RedisTask weekly $TestDrive -Schedule '0 4 * * sun' -As TaskScheduler -Print)).Task.Triggers.CalendarTrigger.ScheduleByWeek.DaysOfWeek.Sunday | Should -Be ''
        $crontab | Should -Not -Exist
    }

    It 'changes nothing with -WhatIf' {
        Register-RedisTask nightly $TestDrive -Every 6h -As Cron -WhatIf -ErrorAction Stop | Should -BeNullOrEmpty
        $crontab | Should -Not -Exist
    }

    It 'takes no password' {
        { Register-RedisTask x -Command 'Connect-Redis redis://:secret@db1' -Every 6h -As Cron -ErrorAction Stop } | Should -Throw '*password*' -ErrorId 'TaskRefused,*'
    }

    It 'runs a line whose exit code tells the truth' {
        $server = Start-TestServer
        try {
            $line = (Register-RedisTask probe -Command "Connect-Redis $($server.Endpoint) | Out-Null; Test-RedisKey nothing" -Every 1h -As Cron -Print) -split "`n" | Select-Object -Last 1
            $line = ($line -split ' ', 6)[5]
            sh -c $line | Should -Be False
            $LASTEXITCODE | Should -Be 0
        }
        finally {
            Stop-TestServer $server
        }

        sh -c $line 2>&1 | Out-Null
        $LASTEXITCODE | Should -Not -Be 0
    }

    It 'completes schedules' {
        (TabExpansion2 'Register-RedisTask x /b -Schedule ' 34).CompletionMatches.ToolTip | Should -Contain 'every day at 03:00'
    }
}

Describe 'Get-RedisTask and Unregister-RedisTask' -Skip:$IsWindows {
    It 'lists tasks and removes them' {
        Set-Content $crontab '5 * * * * other'
        $null = Register-RedisTask one $TestDrive -Every 1h -As Cron -Confirm:$false
        $null = Register-RedisTask two $TestDrive -Every 1d -As Cron -Confirm:$false
        (Get-RedisTask).Name | Should -Be one, two
        (TabExpansion2 'Unregister-RedisTask t' 22).CompletionMatches.CompletionText | Should -Be two
        Get-RedisTask one | Unregister-RedisTask -Confirm:$false
        (Get-RedisTask).Name | Should -Be two
        Unregister-RedisTask one -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        Unregister-RedisTask two -Confirm:$false
        Get-Content $crontab | Should -Be '5 * * * * other'
    }
}

# The cases of tests/conformance, in PowerShell, against the built module. xunit runs the same files through redisps.

BeforeDiscovery {
    function Read-Case([string] $Path) {
        $case = $null
        $part = ''
        foreach ($line in [IO.File]::ReadAllLines($Path)) {
            if ($line.StartsWith('### ')) {
                if ($case) { $case }
                $case = @{
                    File   = [IO.Path]::GetFileNameWithoutExtension($Path)
                    Name   = $line.Substring(4)
                    Setup  = [Collections.Generic.List[string]]::new()
                    Script = [Collections.Generic.List[string]]::new()
                    Output = [Collections.Generic.List[string]]::new()
                    Errors = [Collections.Generic.List[string]]::new()
                }
                $part = 'Script'
            }
            elseif ($line -ceq '--- output') { $part = 'Output' }
            elseif ($line -ceq '--- errors') { $part = 'Errors' }
            elseif ($part -eq 'Script' -and $line.StartsWith('$ ')) { $case.Setup.Add($line.Substring(2)) }
            elseif ($part) { $case[$part].Add($line) }
        }
        if ($case) { $case }
    }

    $folder = Join-Path $PSScriptRoot '../tests/conformance'
    $cases = foreach ($file in Get-ChildItem $folder -Filter *.case) {
        $all = @(Read-Case $file.FullName)
        for ($i = 0; $i -lt $all.Count; $i++) {
            $last = $all[$i].Errors.Count ? $all[$i].Errors : $all[$i].Output
            # The empty line before the next case belongs to neither.
            if ($i -lt $all.Count - 1 -and $last.Count -and $last[-1] -eq '') { $last.RemoveAt($last.Count - 1) }
            $all[$i]
        }
    }
}

Describe 'Conformance' {
    BeforeAll {
        $manifest = Join-Path $PSScriptRoot '../out/RedisPS/RedisPS.psd1'
        $PSStyle.OutputRendering = 'PlainText'
        Import-Module (Join-Path $PSScriptRoot TestServer.psm1)
        $script:server = $null

        function Send-Raw([string[]] $Words) {
            $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $script:server.Port)
            try {
                $stream = $client.GetStream()
                $text = "*$($Words.Count)`r`n" + -join ($Words | ForEach-Object { "`$$([Text.Encoding]::UTF8.GetByteCount($_))`r`n$_`r`n" })
                $bytes = [Text.Encoding]::UTF8.GetBytes($text)
                $stream.Write($bytes, 0, $bytes.Length)
                $null = $stream.Read([byte[]]::new(512), 0, 512)
            }
            finally { $client.Dispose() }
        }

        function Split-Word([string] $Command) {
            $parts = $Command.Split('"')
            for ($i = 0; $i -lt $parts.Count; $i++) {
                if ($i % 2) { $parts[$i] } else { $parts[$i].Split(' ', [StringSplitOptions]::RemoveEmptyEntries) }
            }
        }

        function Join-Line($Lines) { -join ($Lines | Where-Object { $null -ne $_ } | ForEach-Object { "$_`n" }) }
    }

    AfterAll {
        if ($script:server) { Stop-TestServer $script:server }
    }

    It '<File>: <Name>' -ForEach $cases {
        $text = $Script -join "`n"
        if ($Setup.Count) {
            if (-not $script:server) { $script:server = Start-TestServer }
            Send-Raw 'FLUSHALL'
            foreach ($command in $Setup) { Send-Raw @(Split-Word $command) }
            $text = "Connect-Redis '$($script:server.Endpoint)' | Out-Null; $text"
        }

        $shell = [powershell]::Create()
        try {
            if ($text -match '-Redis') {
                $null = $shell.AddCommand('Import-Module').AddArgument($manifest).Invoke()
                $shell.Commands.Clear()
            }
            $null = $shell.AddScript($text.Replace('{port}', "$($script:server.Port)")).AddCommand('Out-String').AddParameter('Width', 120)
            $shown = -join $shell.Invoke()
            $problems = foreach ($record in $shell.Streams.Error) {
                "$($record.InvocationInfo.MyCommand.Name): $($record.ErrorDetails.Message ? $record.ErrorDetails.Message : $record.Exception.Message)"
            }
        }
        finally { $shell.Dispose() }

        $shown.ReplaceLineEndings("`n") | Should -BeExactly (Join-Line $Output).Replace('{port}', "$($script:server.Port)")
        (Join-Line $problems) | Should -BeExactly (Join-Line $Errors).Replace('{port}', "$($script:server.Port)")
    }
}

# Private servers for the tests: on loopback, on a free port, with a temporary directory, gone afterwards.

$ErrorActionPreference = 'Stop'

function Get-TestServerBinary {
    if ($env:REDISPS_SERVER) { return $env:REDISPS_SERVER }
    foreach ($name in 'redis-server', 'valkey-server') {
        $found = Get-Command $name -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if ($found) { return $found.Source }
    }
    throw 'No redis-server or valkey-server on PATH. Install one, or set REDISPS_SERVER.'
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try { $listener.LocalEndpoint.Port } finally { $listener.Stop() }
}

<#
.SYNOPSIS
Starts a private server and waits until it answers. Returns Process, Port, Endpoint, Directory; hand it to Stop-TestServer.
#>
function Start-TestServer {
    param(
        # Lines of redis.conf.
        [string[]] $Setting = @()
    )

    $directory = Join-Path ([IO.Path]::GetTempPath()) "redisps-$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $directory
    foreach ($attempt in 1..5) {
        $port = Get-FreePort
        $lines = @("port $port", 'bind 127.0.0.1', "dir $directory", 'save ""', 'enable-debug-command yes', 'repl-diskless-sync-delay 0') + $Setting
        Set-Content -Path (Join-Path $directory redis.conf) -Value $lines
        $start = @{
            FilePath               = Get-TestServerBinary
            ArgumentList           = Join-Path $directory redis.conf
            RedirectStandardOutput = Join-Path $directory server.log
            RedirectStandardError  = Join-Path $directory server.err
            PassThru               = $true
        }
        $process = Start-Process @start
        foreach ($try in 1..100) {
            if ($process.HasExited) { break }
            $socket = [Net.Sockets.TcpClient]::new()
            try {
                $socket.Connect('127.0.0.1', $port)
                return [pscustomobject]@{ Process = $process; Port = $port; Endpoint = "127.0.0.1:$port"; Directory = $directory }
            }
            catch [Net.Sockets.SocketException] { Start-Sleep -Milliseconds 50 }
            finally { $socket.Dispose() }
        }
        if (-not $process.HasExited) { $process.Kill() }
    }

    throw "The test server did not start: $(Get-Content (Join-Path $directory server.log) -Raw)"
}

<#
.SYNOPSIS
Ends a server that Start-TestServer started, and removes its directory.
#>
function Stop-TestServer {
    param([Parameter(Mandatory)] $Server)

    if (-not $Server.Process.HasExited) {
        $Server.Process.Kill()
        $null = $Server.Process.WaitForExit(5000)
    }
    Remove-Item -Recurse -Force -Path $Server.Directory -ErrorAction Ignore
}

<#
.SYNOPSIS
Imports the built module: REDISPS_MODULE, else out/RedisPS beside this folder.
#>
function Import-TestedModule {
    $path = $env:REDISPS_MODULE ? $env:REDISPS_MODULE : (Join-Path $PSScriptRoot '..' 'out' 'RedisPS')
    Import-Module (Resolve-Path (Join-Path $path 'RedisPS.psd1')) -Global
}

Export-ModuleMember -Function Start-TestServer, Stop-TestServer, Import-TestedModule, Get-FreePort

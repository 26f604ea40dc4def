# One of two doors to the same program: build.ps1 {build|test|demo|docs|package|bench} [arguments]
Push-Location $PSScriptRoot
try { dotnet run --project build/RedisPS.Build --verbosity quiet -- @args }
finally { Pop-Location }
exit $LASTEXITCODE

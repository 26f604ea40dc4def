#!/bin/sh
# One of two doors to the same program: build.sh {build|test|demo|docs|package|bench} [arguments]
set -e
cd "$(dirname "$0")"
exec dotnet run --project build/RedisPS.Build --verbosity quiet -- "$@"

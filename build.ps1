#!/usr/bin/env pwsh
# The verbs of build.sh for PowerShell. On Linux build.sh runs; elsewhere dotnet does the work, and what it needs is installed by hand:
# the .NET SDK of global.json, its C++ linker (Visual Studio's C++ workload, or Xcode's command line tools), LuaJIT, PCRE2, OpenSSL.
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'

$verb = if ($args.Count -gt 0) { [string]$args[0] } else { '' }
$rest = @($args | Select-Object -Skip 1)

if ($IsLinux) {
  & bash ./build.sh @args
  exit $LASTEXITCODE
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
  Write-Host 'The .NET SDK 10.0 is needed (global.json says which) and was not found.'
  Write-Host 'Install it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again.'
  exit 1
}

function Invoke-Dotnet {
  & dotnet @args
  if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed" }
}

function Get-Engine {
  if ($IsMacOS) { 'out/sbin/engine' } else { 'out/sbin/engine.exe' }
}

function Build-Solution {
  Invoke-Dotnet build Engine.sln -v q -clp:NoSummary -warnaserror
}

# The relocatable tree: sbin, conf, html, lualib, logs.
function Publish-Tree {
  $null = New-Item -ItemType Directory -Force out/logs
  Invoke-Dotnet publish src/Host/Engine.Host.csproj -c Release --use-current-runtime -v q -clp:NoSummary -warnaserror -o out/sbin
  foreach ($folder in 'conf', 'html', 'lualib') {
    if (Test-Path $folder) { Copy-Item -Recurse -Force $folder out/ }
  }
}

function Start-Engine([string]$conf) {
  if (-not $conf) { $conf = 'conf/nginx.conf' }
  if ($conf -notmatch '^conf[/\\]') { $conf = (Resolve-Path $conf).Path }
  Publish-Tree
  & (Get-Engine) -p "$PSScriptRoot/out/" -c $conf -g 'daemon off;'
}

# Ends with the one line "N passed, N failed"; what failed outside a test counts as one more failure.
function Invoke-Tests([string]$filter) {
  $results = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
  $broken = $false
  try {
    Build-Solution
    Publish-Tree
    $env:ENGINE_BINARY = Join-Path $PSScriptRoot (Get-Engine)
    $options = @('--no-build', '-m:1', '--logger', 'trx;LogFilePrefix=tests', '--results-directory', $results)
    if ($filter) { $options += '--filter', $filter }
    Invoke-Dotnet test Engine.sln @options
  }
  catch {
    Write-Host $_
    $broken = $true
  }

  $passed = 0
  $failed = 0
  foreach ($file in Get-ChildItem $results -Filter *.trx -ErrorAction SilentlyContinue) {
    $counters = ([xml](Get-Content -Raw $file.FullName)).TestRun.ResultSummary.Counters
    $passed += [int]$counters.passed
    $failed += [int]$counters.failed
  }

  Remove-Item -Recurse -Force $results -ErrorAction SilentlyContinue
  if ($broken -and $failed -eq 0) { $failed = 1 }
  Write-Host "$passed passed, $failed failed"
  if ($failed -gt 0 -or $passed -eq 0) { exit 1 }
}

switch ($verb) {
  'run' { Start-Engine $rest[0]; exit $LASTEXITCODE }
  'test' { Invoke-Tests $rest[0] }
  'publish' { Publish-Tree; Write-Host 'published to out/' }
  'build' { Build-Solution }
  'bench' { Write-Host 'The load harness drives wrk against nginx and reads /proc: it runs on Linux.'; exit 1 }
  default { Write-Host 'usage: ./build.ps1 run [CONF] | test [FILTER] | publish | bench | build'; exit 2 }
}

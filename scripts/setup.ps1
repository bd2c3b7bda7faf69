# Windows: sets up the virtual environment and the locked dependencies.
# Usage: scripts\setup.ps1 run | test
param([ValidateSet("run", "test")][string]$Mode = "run")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")
if (-not (Test-Path .venv\Scripts\python.exe)) {
    foreach ($version in "3.13", "3.12", "3.11") {
        py "-$version" -m venv .venv
        if ($LASTEXITCODE -eq 0) { break }
    }
    if (-not (Test-Path .venv\Scripts\python.exe)) { throw "Python 3.11, 3.12 or 3.13 is needed (python.org)." }
}
$lock = if ($Mode -eq "test") { "dev" } else { "app" }
$python = ".venv\Scripts\python.exe"
function Invoke-Step { & $args[0] $args[1..($args.Length - 1)]; if ($LASTEXITCODE -ne 0) { throw "step failed: $args" } }
Invoke-Step $python -m pip install -q --disable-pip-version-check --require-hashes -r requirements\bootstrap.txt
Invoke-Step .venv\Scripts\uv.exe pip install -q --python $python --require-hashes --build-constraints requirements\build.txt -r "requirements\$lock.txt"
Invoke-Step .venv\Scripts\uv.exe pip install -q --python $python --no-deps --build-constraints requirements\build.txt -e .
if ($Mode -eq "run") { Invoke-Step $python -m registrar_app demo --out out\tour --keep-open }
else { Invoke-Step $python -m pytest }

#!/bin/sh
# Sets up what the program (run) or its tests (test) need: system packages, virtual environment, locked dependencies.
# Safe to run again: what is there stays.
set -eu
mode=${1:-run}
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# --- system packages -------------------------------------------------------------------------------------------
qt="libegl1 libgl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3 libgssapi-krb5-2 libbrotli1
    libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1"
cards="libpcsclite1 libpcsclite-dev gcc"
printing="libcups2 cups-client"
bench="xvfb openbox x11-xkb-utils libxtst6 pcscd vsmartcard-vpcd cups cups-filters poppler-utils openssl
       libjaxb-java default-jdk-headless softhsm2 opensc libengine-gost-openssl"

packages="$qt $cards $printing"
[ "$mode" = test ] && packages="$packages $bench"

if command -v dpkg-query >/dev/null 2>&1; then
    missing=""
    for one in $packages; do
        # A library renamed by a later release (libglib2.0-0t64) counts as there.
        if ! dpkg-query -W -f '${Status}\n' "$one" "${one}t64" 2>/dev/null | grep -q "ok installed"; then
            if [ "$one" = default-jdk-headless ] && command -v javac >/dev/null 2>&1; then continue; fi
            if [ "$one" = gcc ] && command -v gcc >/dev/null 2>&1; then continue; fi
            missing="$missing $one"
        fi
    done
    if [ -n "$missing" ]; then
        run=""
        if [ "$(id -u)" = 0 ]; then run="env"; elif sudo -n true 2>/dev/null; then run="sudo"; fi
        if [ -n "$run" ]; then
            say "Installing system packages:$missing"
            $run apt-get update -qq
            # shellcheck disable=SC2086
            $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
        else
            say "These system packages are missing and neither root nor password-less sudo is at hand:"
            say "   $missing"
            say "Install them, then run the same command again:"
            say "    sudo apt-get install --no-install-recommends$missing"
            exit 1
        fi
    fi
else
    say "Not a Debian-like system: these packages (by their Debian names) must be there: $packages"
fi

# --- Python ----------------------------------------------------------------------------------------------------
if [ ! -x .venv/bin/python ]; then
    python=""
    for one in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$one" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            python=$one
            break
        fi
    done
    if [ -z "$python" ]; then
        say "Python 3.11, 3.12 or 3.13 is needed and was not found. Name one: make run PYTHON=/path/to/python3.11"
        exit 1
    fi
    "$python" -m venv .venv || {
        say "The virtual environment could not be made: install python3-venv, then run the same command again."
        exit 1
    }
fi

# --- locked dependencies -----------------------------------------------------------------------------------------
lock=app
[ "$mode" = test ] && lock=dev
stamp=.venv/installed-$lock
wanted=$(cat requirements/bootstrap.txt requirements/build.txt requirements/$lock.txt pyproject.toml | cksum)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say "Installing locked dependencies ($lock)"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
    .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes \
        --build-constraints requirements/build.txt -r requirements/$lock.txt
    .venv/bin/uv pip install -q --python .venv/bin/python --no-deps \
        --build-constraints requirements/build.txt -e .
    # Byte code is written here, so that starts are fast even where the environment forbids Python to write it.
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    echo "$wanted" >"$stamp"
fi

.venv/bin/python -m compileall -q registrar_app

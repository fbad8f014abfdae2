#!/usr/bin/env bash
# Run by Gradescope when it builds the image, as root, with a network. Grading itself needs none.
# Installs: Python 3.11 or newer with venv (from Ubuntu, if it is not there), and the packages of requirements.txt into
# $GRADER_VENV - from the folder `wheels` beside this file if there is one, else from PyPI.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
venv=${GRADER_VENV:-/opt/grader}

python=
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null &&
        "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update -q
    for version in 3.13 3.12 3.11; do
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -q "python$version" "python$version-venv"; then
            python=python$version
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "This image offers no Python 3.11 or newer: choose Ubuntu 24.04 or 22.04 as its base." >&2
    exit 1
fi

umask 022 # submissions run as another user, who reads Python and NumPy
"$python" -m venv "$venv"
if [ -d "$here/wheels" ]; then
    "$venv/bin/python" -m pip install --quiet --no-index --find-links "$here/wheels" -r "$here/requirements.txt"
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
fi

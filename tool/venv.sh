#!/bin/bash
# venv.sh - print the path of a Python with the packages of tool/requirements.txt, pinned by sha256, made when it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${PURVEY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/purvey}
venv=$cache/venv-$(sha256sum tool/requirements.txt | cut -c1-12)
if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv" && mkdir -p "$cache"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r tool/requirements.txt >&2
    touch "$venv/ready"
fi
echo "$venv/bin/python"

#!/bin/sh
# peer.sh NAME PACKAGE==VERSION... - a Python with these packages, made once in the cache; prints its path.
set -eu
name=$1
shift
dir=${PURVEY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/purvey}/bench/$name
if [ ! -f "$dir/done" ] || [ "$(cat "$dir/done")" != "$*" ]; then
    echo "setting up the peer: $*" >&2
    rm -rf "$dir"
    python3 -m venv "$dir" >&2
    "$dir/bin/pip" -q --disable-pip-version-check install "$@" >&2
    echo "$*" >"$dir/done"
fi
echo "$dir/bin/python3"

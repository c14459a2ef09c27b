#!/bin/sh
# run.sh - run one bench, or all: each prints ours, the peer's and the ratio, on the same data in one run.
set -eu
cd "$(dirname "$0")/.."
if [ $# -gt 0 ] && [ -n "$1" ]; then
    set -- bench/"$1".*
else
    set -- $(ls bench/*.py bench/*.sh | grep -v -e '/run.sh$' -e '/peer' -e '_[a-z]*\.py$')
fi
for b in "$@"; do
    echo "== $b"
    case $b in *.py) python3 -P "$b" ;; *) sh "$b" ;; esac
done

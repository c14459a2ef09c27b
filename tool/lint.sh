#!/bin/sh
# lint.sh - every source with gcc and with clang where there is one, warnings as errors; banned functions; scripts.
set -eu
if grep -nE '\b(strcpy|strcat|sprintf|gets|strtok|system|popen|alloca)[[:space:]]*\(' $(git ls-files 'src/*.c'); then
    echo "lint: the functions above are banned: use str_fmt, buf_fmt or the ports" >&2
    exit 1
fi
if grep -nE '\b(malloc|calloc|realloc|free)[[:space:]]*\(' $(git ls-files 'src/*.c' | grep -vE '^src/(core|port)/|_test\.c$'); then
    echo "lint: only core/ and port/ take memory: use the arena" >&2
    exit 1
fi
for cc in gcc clang; do
    command -v $cc >/dev/null || { echo "lint: $cc is not installed, skipped"; continue; }
    make CI=1 CC=$cc MODE=lint objects
done
echo "lint: clean"

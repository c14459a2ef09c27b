#!/bin/sh
# sections.sh - fail when the code reads a group of settings that src/app/section.def does not name: nobody could set it.
cd "$(dirname "$0")/.."
for name in $(grep -rhoE 'settings_(read|get)\(c[^;]*STR\("[a-z._]+"\)' src --include='*.c' | grep -oE 'STR\("[a-z._]+"\)' | cut -d'"' -f2 | sort -u); do
    grep -q "SECTION(\"$name\"" src/app/section.def && continue
    grep -rq "\.name = \"$name\"" src/intelligence src/execution && continue
    echo "sections: setting \"$name\" is read, and is neither in src/app/section.def nor a capability" >&2
    bad=1
done
exit ${bad:-0}

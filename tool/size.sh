#!/bin/sh
# size.sh - no source file above 800 lines, no line above 180 characters; says which.
set -eu
bad=0
for f in $(git ls-files 'src/*.[ch]' 'test/*.[ch]'); do
    n=$(wc -l <"$f")
    [ "$n" -le 800 ] || { echo "size: $f has $n lines, at most 800"; bad=1; }
    awk -v f="$f" 'length($0) > 180 { print "size: " f ":" NR ": " length($0) " characters, at most 180"; bad = 1 } END { exit bad }' "$f" || bad=1
done
exit $bad

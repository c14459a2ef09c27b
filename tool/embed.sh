#!/bin/sh
# embed.sh - print a C file that holds data/schema.sql, the default policy of service and the weights of its reading, every file of app/dash, and of each
# capability the shortest golden case that is no refusal: its example.
set -eu
bytes() { od -An -v -tu1 "$1" | sed 's/  */,/g; s/^,//; s/$/,/'; }
echo '#include <stddef.h>'
echo '#include "app/page.h"'
echo 'extern const char schema_sql[];'
echo 'const char schema_sql[] = {'
bytes src/data/schema.sql
echo '0};'
echo 'extern const char service_policy_json[];'
echo 'const char service_policy_json[] = {'
bytes src/intelligence/answer/service/service_policy.json
echo '0};'
echo 'extern const char service_sense_txt[];'
echo 'const char service_sense_txt[] = {'
bytes src/intelligence/answer/service/service_sense.txt
echo '0};'
i=0
names=
[ -d src/app/dash ] && for f in $(find src/app/dash -type f | LC_ALL=C sort); do
    i=$((i + 1))
    echo "static const char file_$i[] = {"
    bytes "$f"
    echo '0};'
    names="$names{\"${f#src/app/dash/}\", file_$i, sizeof file_$i - 1},
"
done
echo "const struct page_file page_files[] = {$names{0}};"

# Cases that need no options first: an example is one line.
case_of() { for want in '"opt":' '"error":'; do
    f=$(cd "$1" && grep -L -e '"error":' -e "$want" -- *.json | xargs -r wc -c -- | grep -v ' total$' | sort -n | awk 'NR == 1 { print $2 }')
    [ -z "$f" ] || { echo "$1/$f"; return; }
done; }
i=0
names=
for d in $(find test/golden -mindepth 1 -maxdepth 1 -type d | LC_ALL=C sort); do
    f=$(case_of "$d")
    [ -n "$f" ] || continue
    i=$((i + 1))
    echo "static const char case_$i[] = {"
    bytes "$f"
    echo '0};'
    names="$names{\"${d#test/golden/}\", case_$i, sizeof case_$i - 1},
"
done
echo "const struct page_file example_files[] = {$names{0}};"

#!/bin/sh
# embed.sh - print a C file that holds data/schema.sql, the default policy of service, and every file of app/dash.
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

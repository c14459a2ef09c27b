#!/bin/sh
# pg.sh COMMAND… - run COMMAND with PURVEY_TEST_DATABASE naming a throw-away PostgreSQL, then remove it.
#
# The server listens on a socket in a temporary folder only. As root it runs as user postgres.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "pg: there is no PostgreSQL; apt-get install postgresql" >&2; exit 1; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/purvey-pg.XXXXXX")
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi; }
user=$(id -un)
[ "$(id -u)" = 0 ] && { chown postgres "$dir" && chmod 755 "$dir"; user=postgres; }
cd /
stop() {
    as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT INT TERM
as "$bin/initdb" -D "$dir/data" -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; exit 1; }
# commits still go through the log; only the disk is not waited for: the folder dies with the run
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/data/server.log" \
    -o "-k $dir -c listen_addresses= -c fsync=off -c max_connections=100" start >/dev/null ||
    { cat "$dir/data/server.log" >&2; exit 1; }
cd "$OLDPWD"
PURVEY_TEST_DATABASE="postgresql://$user@/postgres?host=$dir" "$@"

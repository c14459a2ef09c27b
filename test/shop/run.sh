#!/bin/bash
# run.sh - purvey against real Vendure and Medusa servers on this machine: install, start, test, stop.
#
# usage: test/shop/run.sh [UNITTEST ARGUMENTS]     as `make test-shops`; the first time takes about 4 minutes
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${CACHE:-${PURVEY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/purvey}}
"$here/install.sh" "$cache"
work=$(mktemp -d)
export PURVEY=${PURVEY:-$(cd "$here/../.." && pwd)/build/purvey} WORK=$work
export VENDURE_PASSWORD=geheim-4711 MEDUSA_PASSWORD=geheim-4712 MEDUSA_USER=admin@purvey.test
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
pids=()
stop() {
    for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
    [ -e "$work/pg/postmaster.pid" ] && pg pg_ctl -m immediate -D "$work/pg" stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT

# PostgreSQL refuses to run as root.
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
pg() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$bin/$1" "${@:2}"); else "$bin/$1" "${@:2}"; fi
}

wait_for() { # URL LOG
    for _ in $(seq 600); do
        curl -fso /dev/null --max-time 2 "$1" && return
        sleep 0.2
    done
    echo "run.sh: $1 does not answer; its log ends:" >&2
    tail -20 "$2" >&2
    exit 1
}

start_vendure() {
    export VENDURE_PORT
    VENDURE_PORT=$(port)
    cp "$cache/shop/vendure/seed.sqlite" "$work/vendure.sqlite"
    cp "$here/vendure.js" "$cache/shop/vendure/index.js"
    (cd "$cache/shop/vendure" && exec env PORT="$VENDURE_PORT" VENDURE_DB="$work/vendure.sqlite" VENDURE_DISABLE_TELEMETRY=true \
        node index.js) >"$work/vendure.log" 2>&1 &
    pids+=($!)
    wait_for "http://127.0.0.1:$VENDURE_PORT/health" "$work/vendure.log"
}

start_medusa() {
    export MEDUSA_PORT DATABASE_URL DATABASE_SSL=false MEDUSA_DISABLE_TELEMETRY=1 NODE_ENV=production
    local db
    MEDUSA_PORT=$(port) db=$(port)
    DATABASE_URL=postgres://postgres@127.0.0.1:$db/medusa
    mkdir "$work/pg" && chmod 755 "$work" && { [ "$(id -u)" != 0 ] || chown postgres "$work/pg"; }
    pg initdb -D "$work/pg" -A trust -U postgres >/dev/null
    pg pg_ctl -w -D "$work/pg" -o "-p $db -c listen_addresses=127.0.0.1 -k $work/pg -c fsync=off" -l "$work/pg/log" start >/dev/null
    psql -q -h 127.0.0.1 -p "$db" -U postgres -c 'CREATE DATABASE medusa'
    cp "$here/medusa.js" "$cache/shop/medusa/medusa-config.js"
    (cd "$cache/shop/medusa" && npx medusa db:migrate --skip-scripts && npx medusa user -e "$MEDUSA_USER" -p "$MEDUSA_PASSWORD") >"$work/medusa.log" 2>&1
    (cd "$cache/shop/medusa" && exec node node_modules/@medusajs/cli/cli.js start -H 127.0.0.1 -p "$MEDUSA_PORT") >>"$work/medusa.log" 2>&1 &
    pids+=($!)
    wait_for "http://127.0.0.1:$MEDUSA_PORT/health" "$work/medusa.log"
}

start_vendure
start_medusa
unset DATABASE_URL NODE_ENV
[ $# -gt 0 ] || set -- shops orders
cd "$here" && python3 -m unittest -v "$@"
if command -v dovecot >/dev/null; then
    cd "$here/../.." && tool/flow.sh -k s_mail
else
    echo "run.sh: without dovecot-imapd mail is not tested against a real server" >&2
fi

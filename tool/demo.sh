#!/bin/bash
# demo.sh - a running shop in one command: import a real catalogue, make up trade for it, plan, serve it, write its copy while you watch.
#
# demo.sh BINARY [CATALOG]   the shop stands in ./shop-demo (with CATALOG: ./shop-demo-NAME) and goes on running
# demo.sh stop               end the daemons of all demos here
set -eu
PORT=${PORT:-7788} # the first to try
KIND=copy.describe

stop() { # folder
    local pid
    [ -f "$1/demo.pid" ] && read -r pid <"$1/demo.pid" || return 0
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = purvey ]; then
        kill "$pid"
        while [ -d "/proc/$pid" ]; do sleep 0.05; done
        echo "stopped the demo of $1"
    fi
    rm -f "$1/demo.pid"
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

alive() { # port: does /healthz answer 200?
    local line=
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r -t 5 line <&3 || true
    exec 3>&-
    [[ $line == *' 200 '* ]]
}

# A daemon that keeps make's job pipe open would keep make from ending.
detached() {
    local fd
    for fd in /proc/"$BASHPID"/fd/*; do
        [ "${fd##*/}" -gt 2 ] && eval "exec ${fd##*/}>&-"
    done
    exec setsid "$@"
}

if [ "${1:-}" = stop ]; then
    for shop in shop-demo*/; do [ -d "$shop" ] && stop "${shop%/}"; done
    exit 0
fi

bin=$1 catalog=${2:-} shop=shop-demo
if [ -n "$catalog" ]; then
    [ -r "$catalog" ] || { echo "demo: there is no file $catalog" >&2; exit 1; }
    name=$(basename "$catalog")
    shop=shop-demo-$(printf %s "${name%.*}" | tr -c 'A-Za-z0-9\n' -)
else
    cache=$(tool/fetch.sh)
    catalog=$(ls "$cache"/src/vendure-create-*/assets/products.csv)
fi
export PURVEY_HOME=$shop
stop "$shop"
mkdir -p "$shop"

echo "demo: importing $(basename "$catalog") into ./$shop"
"$bin" import "$catalog" || [ $? = 1 ] # some rows may be set aside: the dashboard lists them

# A shop that has trade of its own, or is connected, is left as it is: it says so.
rehearse() { "$bin" rehearse && "$bin" merchandise --propose 2>/dev/null | tail -2 || true; }

if [ ! -e "$shop/demo.planned" ]; then
    rehearse
elif [ -n "$(find "$shop/demo.planned" -mtime +0)" ] && "$bin" rehearse --end 2>/dev/null; then # yesterday's: what is shown is of today
    rehearse
    touch "$shop/demo.planned"
fi

port=$PORT
while taken "$port"; do port=$((port + 1)); done
detached "$bin" serve --port "$port" >"$shop/demo.log" 2>&1 </dev/null &
echo $! >"$shop/demo.pid"
for _ in $(seq 200); do
    alive "$port" 2>/dev/null && break
    [ -d "/proc/$(cat "$shop/demo.pid")" ] || { tail -5 "$shop/demo.log" >&2; echo "demo: the daemon ended; $shop/demo.log says why" >&2; exit 1; }
    sleep 0.05
done
alive "$port" || { echo "demo: the daemon does not answer on port $port; see $shop/demo.log" >&2; exit 1; }

url=http://127.0.0.1:$port
echo
echo "  Open this link, it signs you in once:"
echo "  $("$bin" token --url "$url" 2>/dev/null)"
echo
echo "  The shop as customers see it:"
echo "  $url/shop"
echo
echo "  Customers, orders, visits and messages in it are simulated, and every page says so;"
echo "  PURVEY_HOME=$shop $bin rehearse --end takes them out."
echo

if [ -e "$shop/demo.planned" ]; then
    echo "demo: the shop of an earlier demo; rm -r $shop starts anew"
else
    echo "demo: writing copy for every product, as the page shows; Ctrl-C ends only this line, the daemon goes on"
    "$bin" run "$KIND" --all --watch && : >"$shop/demo.planned"
fi
echo "demo: $url goes on running, customers find $url/shop; make demo-stop ends it"

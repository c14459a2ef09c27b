#!/bin/sh
# install.sh - put Vendure 3.7.3 and Medusa 2.21.2 into the cache; says nothing to do when they are there.
#
# usage: test/shop/install.sh CACHE      gives CACHE/shop/vendure and CACHE/shop/medusa
# About 1 GB and 4 minutes. Versions are pinned; the override keeps Vendure off a release that the npm
# registry's copies often lack. better-sqlite3 is compiled here, against Node's own headers.
set -e
at=${1:?usage: install.sh CACHE}/shop
here=$(cd "$(dirname "$0")" && pwd)
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false
[ -d /usr/include/node ] && export npm_config_nodedir=/usr

vendure() {
    [ -e "$at/vendure/done-3.7.3" ] && return
    rm -rf "$at/vendure" && mkdir -p "$at/vendure" && cd "$at/vendure"
    echo '{"name":"v","private":true,"version":"0.0.0","overrides":{"@graphql-tools/batch-execute":"10.2.0"}}' >package.json
    npm install --loglevel error @vendure/core@3.7.3 better-sqlite3@12.11.1
    npm pack --silent @vendure/create@3.7.3 >/dev/null
    tar xzf vendure-create-3.7.3.tgz package/assets/initial-data.json package/assets/products.csv
    cp "$here/vendure.js" index.js
    VENDURE_DISABLE_TELEMETRY=true VENDURE_DB=seed.sqlite node index.js populate
    touch done-3.7.3
}

medusa() {
    [ -e "$at/medusa/done-2.21.2" ] && return
    rm -rf "$at/medusa" && mkdir -p "$at/medusa" && cd "$at/medusa"
    echo '{"name":"m","private":true,"version":"0.0.1","dependencies":{"@medusajs/medusa":"2.21.2",
        "@medusajs/framework":"2.21.2","@medusajs/cli":"2.21.2"}}' >package.json
    npm install --loglevel error
    cp "$here/medusa.js" medusa-config.js
    touch done-2.21.2
}

mkdir -p "$at"
(vendure) || { echo "install.sh: Vendure could not be installed; the lines above say why" >&2; exit 1; }
(medusa) || { echo "install.sh: Medusa could not be installed; the lines above say why" >&2; exit 1; }

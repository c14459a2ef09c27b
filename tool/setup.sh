#!/bin/sh
# setup.sh - install the packages of tool/packages.txt that are missing; says what it does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
missing=
while read -r name what; do
    case $name in '#'* | '') continue ;; esac
    [ "$name" = npm ] && command -v npm >/dev/null && continue
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing="$missing $name"
done <"$here/packages.txt"
[ -z "$missing" ] && exit 0
echo "setup: installing$missing" >&2
root=
[ "$(id -u)" = 0 ] || root=sudo
$root apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends -o Dpkg::Progress-Fancy=0 $missing >&2 ||
    { echo "setup: apt-get could not install$missing" >&2; exit 1; }

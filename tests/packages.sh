#!/bin/sh
# Installs what is missing: packages.sh PACKAGE...
# Debian: apt-get, as root or through sudo, saying what. Elsewhere it lists the packages
# and stops, unless AIPLUS_PACKAGES=present says that their like is installed.
set -eu
[ "${AIPLUS_PACKAGES:-}" = present ] && exit 0
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "aiplus needs these packages (named as in Debian 12):"
    printf '  %s\n' "$@"
    echo "Install them or their like, then run make again with AIPLUS_PACKAGES=present."
    exit 1
fi
missing=
for package in "$@"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing, and installing them needs root or sudo:$missing"
        exit 1
    fi
    as_root="sudo"
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# A fresh machine has no package lists, and an old one has stale ones.
$as_root apt-get -q update >/dev/null
# shellcheck disable=SC2086 # words are wanted
$as_root apt-get -q -y --no-install-recommends install $missing >/dev/null

#!/bin/sh
# run.sh [--source DIR | --patch FILE] [OPTION...] [SCENE...]
#
# Builds the explorer with the C files in DIR, or those of step05-combined, with
# a bug of ../bug-hunt or as they are, and runs every interleaving of the scenes (default:
# all). Options are explore's, as main.c lists them. Exit status: 0 all
# exhausted, no fault; 1 a fault; 2 bad usage, or what was given does not
# compile.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$here/../../build/explore

if [ "${1-}" = --patch ]; then
    patched=$(mktemp -d)
    trap 'rm -rf "$patched" "$build"' EXIT
    cp -R "$here"/../../step05-combined/*.[ch] \
        "$here"/../../step05-combined/demo "$patched"
    [ -f "${2-}" ] || { echo "run.sh: no file ${2-}" >&2; exit 2; }
    bug=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
    (cd "$here/../.." && . beyond/bug-hunt/bug.sh && plant "$bug" "$patched") ||
        exit 2
    source=$patched
    build=$(mktemp -d)
    shift 2
elif [ "${1-}" = --source ]; then
    [ -d "${2-}" ] || { echo "run.sh: no directory ${2-}" >&2; exit 2; }
    source=$(cd "$2" && pwd)
    shift 2
    build=$(mktemp -d)
    trap 'rm -rf "$build"' EXIT
fi
said=$(make -s -C "$here" BUILD="$build" ${source:+SOURCES="$source"} 2>&1) || {
    echo "$said" >&2
    exit 2
}
[ -x "$build/explore" ] || {
    echo "$said"
    exit 0
}
"$build/explore" "$@"

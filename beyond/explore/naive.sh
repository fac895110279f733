#!/bin/sh
# naive.sh [PATCH [TIMES]]: a planted bug on real threads, run often.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
patch=${1:-$here/../bug-hunt/10-sleeps-through-the-bell.patch}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here"/../../step05-combined/*.[ch] "$work"
patch -s -d "$work" -p1 <"$patch"
${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -pthread -I"$work" \
    -o "$work/often" "$here/naive.c" "$work/wake.c" "$work/park.c"
timeout 60 "$work/often" "${2:-100000}" || echo "no end after a minute: it hangs"
